/** Of zip, PNG and Ethernet, reflected. */
const TABLES = /* @__PURE__ */ makeTables(0xedb88320);
/** Castagnoli's, reflected. */
const CASTAGNOLI_TABLES = /* @__PURE__ */ makeTables(0x82f63b78);

/** The CRC of a byte for a reflected polynomial; then of a byte followed by 1, 2 and 3 zero bytes. */
function makeTables(polynomial: number): Int32Array {
  const tables = new Int32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const crc = tables[i - 256]!;
    tables[i] = (crc >>> 8) ^ tables[crc & 255]!;
  }
  return tables;
}

/**
 * CRC-32 as in zip and PNG (ISO 3309), four bytes a step.
 *
 * @param before the CRC-32 of the bytes before these; 0 where there are none
 * @returns an integer from 0 to 2³² − 1
 * @example
 * crc32(new TextEncoder().encode('123456789')).toString(16); // 'cbf43926'
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  return check(TABLES, bytes, before);
}

/**
 * CRC-32C as in iSCSI (RFC 3720) and TensorFlow's record files, four bytes a step.
 *
 * @param before the CRC-32C of the bytes before these; 0 where there are none
 * @returns an integer from 0 to 2³² − 1
 * @example
 * crc32c(new TextEncoder().encode('123456789')).toString(16); // 'e3069283'
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  return check(CASTAGNOLI_TABLES, bytes, before);
}

function check(tables: Int32Array, bytes: Uint8Array, before: number): number {
  let crc = ~before;
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      tables[768 + (crc & 255)]! ^
      tables[512 + ((crc >>> 8) & 255)]! ^
      tables[256 + ((crc >>> 16) & 255)]! ^
      tables[crc >>> 24]!;
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ tables[(crc ^ bytes[i]!) & 255]!;
  return ~crc >>> 0;
}
