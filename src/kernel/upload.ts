import { z } from 'zod';

/** A file as it came by the door: bytes, and what the sender called it. Nothing of it is believed before its content was looked at. */
export class UploadedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** SHA-256 in hex: the same command means the same bytes. */
  readonly digest: string;

  constructor(parts: { name: string; mediaType: string; bytes: Uint8Array; digest: string }) {
    this.name = parts.name;
    this.mediaType = parts.mediaType;
    this.bytes = parts.bytes;
    this.digest = parts.digest;
  }

  /** Never the bytes: this goes into the hash of a command. */
  toJSON(): object {
    return { name: this.name, size: this.bytes.length, digest: this.digest };
  }
}

/** The field of a contract that takes a file; the page sends it as multipart/form-data with the other fields as texts. */
export const FileField = z.custom<UploadedFile>((value) => value instanceof UploadedFile, { message: 'required' });
