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

/// A key of up to 32 bits with its position, both in one word.
struct PackedPosition: SortItem {
    private let bits: UInt64

    @inline(__always)
    init(_ key: UInt32, _ position: Int) { bits = UInt64(key) &<< 32 | UInt64(truncatingIfNeeded: position) }

    @inline(__always) var sortKey: UInt32 { UInt32(truncatingIfNeeded: bits &>> 32) }
    @inline(__always) var position: Int { Int(bits & 0xFFFF_FFFF) }
}

/// A key of 64 bits with its position.
struct KeyedPosition: SortItem {
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
