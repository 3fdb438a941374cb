import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** Files made here, so that no test needs a foreign one. */

const latin = (text: string) => Buffer.from(text, 'latin1');

/** A PDF with these objects beside its catalogue and one page. */
export function pdf({ objects = [] as string[], catalogue = '', trailer = '', pages = 1, raw = Buffer.alloc(0) as Buffer } = {}): Buffer {
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>';
  const all = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    `<< /Type /Pages /Count ${pages} /Kids [3 0 R] >>`,
    ...Array.from({ length: pages }, () => page),
    ...objects,
  ];
  const parts: Buffer[] = [latin('%PDF-1.7\n')];
  for (const [index, body] of all.entries()) parts.push(latin(`${index + 1} 0 obj\n${body}\nendobj\n`));
  parts.push(raw, latin(`trailer << /Root 1 0 R /Size ${all.length + 1} ${trailer} >>\nstartxref\n9\n%%EOF\n`));
  return Buffer.concat(parts);
}

/** A compressed object stream, in which readers of PDF 1.5 find objects. */
export function objectStream(text: string, dictionary = '/Filter /FlateDecode'): Buffer {
  const packed = deflateSync(latin(text));
  return Buffer.concat([
    latin(`90 0 obj\n<< /Type /ObjStm /N 1 /First 5 ${dictionary} /Length ${packed.length} >>\nstream\n`),
    packed,
    latin('\nendstream\nendobj\n'),
  ]);
}

const segment = (marker: number, body: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** Exif with a camera, a place (GPS) and which way up it was held. */
export function exif(orientation = 1): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 3 * 12 + 4);
  tiff.write('II', 0, 'latin1');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(3, 8);
  const tag = (index: number, id: number, kind: number, count: number, value: number) => {
    const at = 10 + index * 12;
    tiff.writeUInt16LE(id, at);
    tiff.writeUInt16LE(kind, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  tag(0, 0x010f, 2, 4, 0x6f666b50); // maker "Pkfo"
  tag(1, 0x0112, 3, 1, orientation);
  tag(2, 0x8825, 4, 1, 8); // GPS
  return Buffer.concat([latin('Exif\0\0'), tiff, latin('GPS 50.7374 N 7.0982 E')]);
}

/** A JPEG of this size; its picture data are noise that keeps the rules of the format. */
export function jpeg({ width = 8, height = 8, more = [] as Buffer[], end = latin('\xff\xd9') as Buffer } = {}): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    latin('\xff\xd8'),
    segment(0xe0, latin('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    ...more,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, frame),
    segment(0xc4, Buffer.alloc(20, 0)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0x56]),
    end,
  ]);
}
export const jpegPart = segment;

export function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([latin(kind), body]);
  const out = Buffer.alloc(8 + body.length + 4);
  out.writeUInt32BE(body.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), 8 + body.length);
  return out;
}

/** A PNG; `drawn` bytes are packed into it whatever its head says. */
export function png(wish: { width?: number; height?: number; more?: Buffer[]; drawn?: number } = {}): Buffer {
  const { width = 4, height = 4, more = [] } = wish;
  const drawn = wish.drawn ?? height * (1 + width * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', deflateSync(Buffer.alloc(drawn))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

interface Part {
  name: string;
  content: Buffer | string;
  /** Unix mode in the list: 0o120777 is a symbolic link. */
  mode?: number;
}

/** A zip as programs write it. */
export function zip(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, content, mode = 0o100644 } of parts) {
    const plain = typeof content === 'string' ? Buffer.from(content) : content;
    const packed = deflateRawSync(plain);
    const label = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc32(plain), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(plain.length, 22);
    local.writeUInt16LE(label.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(plain), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(plain.length, 24);
    entry.writeUInt16LE(label.length, 28);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(at, 42);
    bodies.push(local, label, packed);
    list.push(entry, label);
    at += local.length + label.length + packed.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, end]);
}

const TYPES = '<Types><Default Extension="xml" ContentType="application/xml"/></Types>';
/** A Word document with these parts beside its text. */
export function docx(more: readonly Part[] = [], types = TYPES): Buffer {
  return zip([
    { name: '[Content_Types].xml', content: types },
    { name: 'word/document.xml', content: '<w:document><w:body><w:p><w:t>Guten Tag</w:t></w:p></w:body></w:document>' },
    {
      name: 'word/_rels/document.xml.rels',
      content:
        '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://kasse.example" TargetMode="External"/></Relationships>',
    },
    ...more,
  ]);
}

export const EICAR = latin(`${'X5O!P%@AP[4\\PZX54(P^)7CC)7}$'}${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`);

/** A form with files and fields, as a browser sends it. */
export function form(
  fields: Record<string, string>,
  files: readonly { name?: string; fileName?: string; type?: string; bytes: Buffer; head?: string }[],
  boundary = '----geleit7MA4YWxkTrZu0gW',
): { payload: Buffer; headers: Record<string, string> } {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields))
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  for (const { name = 'file', fileName, type = 'application/octet-stream', bytes, head } of files) {
    const said = head ?? `Content-Disposition: form-data; name="${name}"; filename="${fileName ?? ''}"\r\nContent-Type: ${type}`;
    parts.push(Buffer.from(`--${boundary}\r\n${said}\r\n\r\n`), bytes, Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { payload: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
