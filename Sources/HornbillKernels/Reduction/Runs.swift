import CIntrinsics
import CVectorLoops
import Glibc

// Folds of dense runs of elements, written as loops over integers, which vectorise whatever the rules of floating-point
// numbers are: a float's bits, seen as a signed integer with the magnitude inverted where it is negative, have its order.

/// A type whose elements a reduction compares by integers of the same size.
protocol OrderedBits: Comparable, BitwiseCopyable {
    associatedtype Bits: FixedWidthInteger & SignedInteger
    /// An integer that has the element's order; NaN lies outside of -∞ ... ∞.
    var orderedBits: Bits { get }
    init(orderedBits: Bits)
    /// 0 for a number, else not.
    static func isNaN(_ ordered: Bits) -> Bits
    /// 0 for zero, else not.
    var nonzeroBits: Bits { get }
    /// The ordered bits of the largest or the smallest of some elements, and whether one is NaN: 0 for no.
    static func extremum(_ source: UnsafePointer<Self>, _ count: Int, isMax: Bool) -> (Bits, Bits)
    /// The ordered bits of the smallest and the largest element: infinities, where there are.
    static var lowest: Bits { get }
    static var highest: Bits { get }
}

extension OrderedBits where Self: FixedWidthInteger {
    @inline(__always) static func isNaN(_ ordered: Bits) -> Bits { 0 }
    static var lowest: Bits { .min }
    static var highest: Bits { .max }
    @inline(__always) var nonzeroBits: Bits { Bits(truncatingIfNeeded: self) }
}

extension OrderedBits where Self: FixedWidthInteger & SignedInteger, Bits == Self {
    @inline(__always) var orderedBits: Self { self }
    @inline(__always) init(orderedBits: Self) { self = orderedBits }
}

extension OrderedBits where Self: FixedWidthInteger & UnsignedInteger {
    @inline(__always) var orderedBits: Bits { Bits(truncatingIfNeeded: self) ^ Bits.min }
    @inline(__always) init(orderedBits: Bits) { self = Self(truncatingIfNeeded: orderedBits ^ Bits.min) }
}

extension Int8: OrderedBits { typealias Bits = Int8 }
extension Int16: OrderedBits { typealias Bits = Int16 }
extension Int32: OrderedBits { typealias Bits = Int32 }
extension Int64: OrderedBits { typealias Bits = Int64 }
extension UInt8: OrderedBits { typealias Bits = Int8 }
extension UInt16: OrderedBits { typealias Bits = Int16 }
extension UInt32: OrderedBits { typealias Bits = Int32 }
extension UInt64: OrderedBits { typealias Bits = Int64 }

extension Float: OrderedBits {
    @inline(__always) var orderedBits: Int32 {
        let bits = Int32(bitPattern: bitPattern)
        return bits ^ (bits &>> 31 & Int32.max)
    }
    @inline(__always) init(orderedBits: Int32) {
        self.init(bitPattern: UInt32(bitPattern: orderedBits ^ (orderedBits &>> 31 & Int32.max)))
    }
    @inline(__always) static func isNaN(_ ordered: Int32) -> Int32 {
        (ordered > 0x7F80_0000 ? 1 : 0) | (ordered < -0x7F80_0001 ? 1 : 0)
    }
    @inline(__always) var nonzeroBits: Int32 { Int32(bitPattern: bitPattern &<< 1) }
    static var lowest: Int32 { -0x7F80_0001 }
    static var highest: Int32 { 0x7F80_0000 }
}

extension Double: OrderedBits {
    @inline(__always) var orderedBits: Int64 {
        let bits = Int64(bitPattern: bitPattern)
        return bits ^ (bits &>> 63 & Int64.max)
    }
    @inline(__always) init(orderedBits: Int64) {
        self.init(bitPattern: UInt64(bitPattern: orderedBits ^ (orderedBits &>> 63 & Int64.max)))
    }
    @inline(__always) static func isNaN(_ ordered: Int64) -> Int64 {
        (ordered > 0x7FF0_0000_0000_0000 ? 1 : 0) | (ordered < -0x7FF0_0000_0000_0001 ? 1 : 0)
    }
    @inline(__always) var nonzeroBits: Int64 { Int64(bitPattern: bitPattern &<< 1) }
    static var lowest: Int64 { -0x7FF0_0000_0000_0001 }
    static var highest: Int64 { 0x7FF0_0000_0000_0000 }
}

extension OrderedBits where Self: FixedWidthInteger {
    @inline(__always)
    static func extremum(_ source: UnsafePointer<Self>, _ count: Int, isMax: Bool) -> (Bits, Bits) {
        if MemoryLayout<Self>.size == 1 {
            let flip: UInt8 = isSigned ? 0x80 : 0
            let byte = isMax ? hbi_largest_u8(source, count, flip) : hbi_smallest_u8(source, count, flip)
            return (Self(truncatingIfNeeded: byte).orderedBits, 0)
        }
        var best = isMax ? Bits.min : Bits.max
        if isMax {
            for index in 0 ..< count {
                let bits = source[index].orderedBits
                best = bits > best ? bits : best
            }
        } else {
            for index in 0 ..< count {
                let bits = source[index].orderedBits
                best = bits < best ? bits : best
            }
        }
        return (best, 0)
    }
}

extension LaneFloat {
    @inline(__always)
    static func extremum(_ source: UnsafePointer<Self>, _ count: Int, isMax: Bool) -> (Bits, Bits) {
        let (value, hasNaN) = extreme(source, count, isMax: isMax)
        return (value.orderedBits, hasNaN ? 1 : 0)
    }
}

enum Runs {
    /// A run's elements folded in the order that is fastest: for folds of integers.
    @inline(__always)
    static func fold<F: Fold>(_: F.Type, _ source: UnsafePointer<F.Element>, _ count: Int) -> F.Result {
        var value = F.start
        for index in 0 ..< count { value = F.combine(value, source[index]) }
        return value
    }

    /// How many elements are looked at before what was found is looked at.
    private static let block = 2048, byteBlock = 1 << 14

    /// The largest element, or the smallest one, of a run that is not empty; a NaN if there is one.
    @inline(__always)
    static func extremum<T: OrderedBits>(_ source: UnsafePointer<T>, _ count: Int, isMax: Bool) -> T {
        let (best, nan) = T.extremum(source, count, isMax: isMax)
        return nan == 0 ? T(orderedBits: best) : source[firstNaN(source, count)]
    }

    @inline(__always)
    private static func firstNaN<T: OrderedBits>(_ source: UnsafePointer<T>, _ count: Int) -> Int {
        var index = 0
        while index < count &- 1, T.isNaN(source[index].orderedBits) == 0 { index = index &+ 1 }
        return index
    }

    /// The first position of the extremum of a run that is not empty, and whether it is NaN.
    @inline(__always)
    static func position<T: OrderedBits>(
        _ source: UnsafePointer<T>, _ count: Int, isMax: Bool
    ) -> (position: Int, isNaN: Bool) {
        var best = isMax ? T.Bits.min : T.Bits.max, found = 0, start = 0
        var isFirst = true
        let block = MemoryLayout<T>.size == 1 ? byteBlock : block
        while start < count {
            let length = min(block, count &- start)
            let (extremum, nan) = T.extremum(source + start, length, isMax: isMax)
            if nan != 0 { return (start &+ firstNaN(source + start, length), true) }
            if isFirst || (isMax ? extremum > best : extremum < best) {
                best = extremum
                found = start
                isFirst = false
            }
            start = start &+ length
        }
        // 0 and -0 are equal: the first of them counts.
        let value = T(orderedBits: best)
        if value == T(orderedBits: 0), found > 0 {
            var index = 0
            while source[index] != value { index = index &+ 1 }
            return (index, false)
        }
        return (first(value, source, from: found, count), false)
    }

    /// The first position of a value that is there, from `start` on.
    @inline(__always)
    private static func first<T: OrderedBits>(_ value: T, _ source: UnsafePointer<T>, from start: Int, _ count: Int) -> Int {
        var found = start
        // Whole blocks are looked at in vectors: integers, which are equal where numbers are, but for zeros.
        if value != T(orderedBits: 0) {
            withUnsafeBytes(of: value) { bits in
                switch MemoryLayout<T>.size {
                case 1: found = hbi_find_8(source, found, count, bits.load(as: UInt8.self))
                case 2: found = hbi_find_16(source, found, count, bits.load(as: UInt16.self))
                case 4: found = hbi_find_32(source, found, count, bits.load(as: UInt32.self))
                default: found = hbi_find_64(source, found, count, bits.load(as: UInt64.self))
                }
            }
        }
        while source[found] != value { found = found &+ 1 }
        return found
    }

    /// Whether an element is not zero.
    @inline(__always)
    static func any<T: OrderedBits>(_ source: UnsafePointer<T>, _ count: Int) -> Bool {
        var start = 0
        while start < count {
            let length = min(block, count &- start)
            var bits: T.Bits = 0
            for index in start ..< start &+ length { bits |= source[index].nonzeroBits }
            if bits != 0 { return true }
            start = start &+ length
        }
        return false
    }

    /// Whether no element is zero.
    @inline(__always)
    static func all<T: OrderedBits>(_ source: UnsafePointer<T>, _ count: Int) -> Bool {
        if MemoryLayout<T>.size == 1 { return count == 0 || memchr(source, 0, count) == nil }
        var start = 0
        while start < count {
            let length = min(block, count &- start)
            var zeros: T.Bits = 0
            for index in start ..< start &+ length { zeros |= source[index].nonzeroBits == 0 ? 1 : 0 }
            if zeros != 0 { return false }
            start = start &+ length
        }
        return true
    }

    /// How many elements are not zero.
    static func nonzeros<T: OrderedBits>(_ source: UnsafePointer<T>, _ count: Int) -> Int {
        switch MemoryLayout<T>.size {
        case 1: return hbi_count_u8(source, count)
        case 2: return hbi_count_u16(source, count)
        case 4: return T.self == Float.self ? hbi_count_f32(source, count) : hbi_count_u32(source, count)
        default: return T.self == Double.self ? hbi_count_f64(source, count) : hbi_count_u64(source, count)
        }
    }
}
