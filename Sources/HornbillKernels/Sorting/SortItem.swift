import CVectorLoops

/// Something that is sorted by an unsigned number.
///
/// Floats and signed integers are sorted by keys that have their order: see `SortKeys`.
protocol SortItem: BitwiseCopyable {
    associatedtype Key: FixedWidthInteger & UnsignedInteger
    var sortKey: Key { get }
}

extension UInt8: SortItem { @inline(__always) var sortKey: UInt8 { self } }
extension UInt16: SortItem { @inline(__always) var sortKey: UInt16 { self } }
extension UInt32: SortItem { @inline(__always) var sortKey: UInt32 { self } }
extension UInt64: SortItem { @inline(__always) var sortKey: UInt64 { self } }

/// An item that knows where it came from.
protocol PositionItem: SortItem {
    init(_ key: Key, _ position: Int)
    var position: Int { get }
}

/// A key of up to 32 bits with its position, both in one word.
struct PackedPosition: PositionItem {
    private let bits: UInt64

    @inline(__always)
    init(_ key: UInt32, _ position: Int) { bits = UInt64(key) &<< 32 | UInt64(truncatingIfNeeded: position) }

    @inline(__always) var sortKey: UInt32 { UInt32(truncatingIfNeeded: bits &>> 32) }
    @inline(__always) var position: Int { Int(bits & 0xFFFF_FFFF) }
}

/// A key of 64 bits with its position.
struct KeyedPosition: PositionItem {
    let sortKey: UInt64
    let position: Int

    @inline(__always)
    init(_ key: UInt64, _ position: Int) {
        sortKey = key
        self.position = position
    }
}

/// Numbers that have the order of a dtype's elements, and the way back. NaN is the last in both directions.
enum SortKeys {
    /// Integers to keys or back, in whole vectors: `mask` says which bits differ.
    @inline(__always)
    static func turn<T, U, Key: FixedWidthInteger & UnsignedInteger>(
        _ from: UnsafePointer<T>, _ to: UnsafeMutablePointer<U>, _ count: Int, _ mask: Key
    ) {
        // Repeated over 64 bits.
        let ones = UInt64.max / UInt64(truncatingIfNeeded: Key.max)
        hbi_turn_bits(to, from, count &* MemoryLayout<T>.stride, UInt64(truncatingIfNeeded: mask) &* ones)
    }

    /// `floatKey` of many floats of 16, 32 or 64 bits.
    static func floatKeys<Key: FixedWidthInteger & UnsignedInteger>(
        _ from: UnsafePointer<Key>, _ to: UnsafeMutablePointer<Key>, _ count: Int, _ infinity: Key, _ flip: Key
    ) {
        let from = UnsafeRawPointer(from), to = UnsafeMutableRawPointer(to)
        switch MemoryLayout<Key>.size {
        case 2:
            hbi_float_keys_u16(
                to.assumingMemoryBound(to: UInt16.self), from.assumingMemoryBound(to: UInt16.self), count,
                UInt16(truncatingIfNeeded: infinity), UInt16(truncatingIfNeeded: flip))
        case 4:
            hbi_float_keys_u32(
                to.assumingMemoryBound(to: UInt32.self), from.assumingMemoryBound(to: UInt32.self), count,
                UInt32(truncatingIfNeeded: infinity), UInt32(truncatingIfNeeded: flip))
        default:
            hbi_float_keys_u64(
                to.assumingMemoryBound(to: UInt64.self), from.assumingMemoryBound(to: UInt64.self), count,
                UInt64(truncatingIfNeeded: infinity), UInt64(truncatingIfNeeded: flip))
        }
    }

    /// `floatBits` of many keys.
    static func floatBits<Key: FixedWidthInteger & UnsignedInteger>(
        _ from: UnsafePointer<Key>, _ to: UnsafeMutablePointer<Key>, _ count: Int, _ infinity: Key, _ flip: Key
    ) {
        let from = UnsafeRawPointer(from), to = UnsafeMutableRawPointer(to)
        switch MemoryLayout<Key>.size {
        case 2:
            hbi_key_floats_u16(
                to.assumingMemoryBound(to: UInt16.self), from.assumingMemoryBound(to: UInt16.self), count,
                UInt16(truncatingIfNeeded: infinity), UInt16(truncatingIfNeeded: flip))
        case 4:
            hbi_key_floats_u32(
                to.assumingMemoryBound(to: UInt32.self), from.assumingMemoryBound(to: UInt32.self), count,
                UInt32(truncatingIfNeeded: infinity), UInt32(truncatingIfNeeded: flip))
        default:
            hbi_key_floats_u64(
                to.assumingMemoryBound(to: UInt64.self), from.assumingMemoryBound(to: UInt64.self), count,
                UInt64(truncatingIfNeeded: infinity), UInt64(truncatingIfNeeded: flip))
        }
    }

    /// - Parameter flip: all ones for descending order, else zero.
    @inline(__always)
    static func key<T: FixedWidthInteger, Key: FixedWidthInteger & UnsignedInteger>(
        _ x: T, flip: Key
    ) -> Key {
        let sign: Key = T.isSigned ? 1 &<< (Key.bitWidth &- 1) : 0
        return Key(truncatingIfNeeded: x) ^ sign ^ flip
    }

    @inline(__always)
    static func integer<T: FixedWidthInteger, Key: FixedWidthInteger & UnsignedInteger>(
        _ key: Key, flip: Key
    ) -> T {
        let sign: Key = T.isSigned ? 1 &<< (Key.bitWidth &- 1) : 0
        return T(truncatingIfNeeded: key ^ sign ^ flip)
    }

    /// The key of a float with these bits.
    ///
    /// - Parameters:
    ///   - infinity: the bits of ∞; larger ones without the sign are NaN.
    ///   - joinsZeros: whether 0 and -0 have one key, so that equal elements keep their order.
    @inline(__always)
    static func floatKey<Key: FixedWidthInteger & UnsignedInteger>(
        _ bits: Key, infinity: Key, flip: Key, joinsZeros: Bool
    ) -> Key {
        let sign: Key = 1 &<< (Key.bitWidth &- 1)
        let canonical = joinsZeros && bits == sign ? 0 : bits
        let mask: Key = canonical & sign != 0 ? ~0 : sign
        let ordered = (canonical ^ mask) ^ flip
        return bits & ~sign > infinity ? ~0 : ordered
    }

    /// The bits of the float with this key; those of a quiet NaN for the last of all keys.
    @inline(__always)
    static func floatBits<Key: FixedWidthInteger & UnsignedInteger>(
        _ key: Key, infinity: Key, flip: Key
    ) -> Key {
        let sign: Key = 1 &<< (Key.bitWidth &- 1)
        let ordered = key ^ flip
        let mask: Key = ordered & sign != 0 ? sign : ~0
        // With the first bit below the exponent.
        let quiet = infinity | (infinity &>> 1)
        return key == ~0 ? quiet : ordered ^ mask
    }
}
