/// Sums of products of a few elements, walked wherever they lie: vectors and small matrices, for which other ways take
/// longer to prepare than to compute. Sums of float32 are made in float64 and rounded once.
public enum SmallContraction {
    /// The most axes, operands and products.
    public static let axes = 16, operands = 4, limit = 4096

    /// Whether there are such sums for the dtype.
    public static func isDefined(_ dtype: DType) -> Bool { dtype != .bool && dtype.computeType == dtype }

    /// Writes one sum for each position along the outer axes, in row-major order, to dense memory. Integers wrap.
    ///
    /// - Parameters:
    ///   - outer: how many of the axes are outer ones: the first. The sums are over the others.
    ///   - lengths: of all axes, `limit` together at most; no outer one is 0.
    ///   - strides: in elements: those of the first operand for each axis, then those of the second, and so on.
    public static func run(
        _ dtype: DType, outer: Int, axes: Int, _ lengths: UnsafePointer<Int>, _ strides: UnsafePointer<Int>,
        _ sources: UnsafeBufferPointer<UnsafeRawPointer>, _ target: UnsafeMutableRawPointer
    ) {
        func sums<T, Sum>(
            _: T.Type, _ zero: Sum, _ one: Sum, _ widen: (T) -> Sum, _ product: (Sum, Sum) -> Sum,
            _ sum: (Sum, Sum) -> Sum, _ narrow: (Sum) -> T
        ) {
            let target = target.assumingMemoryBound(to: T.self), count = sources.count, inner = axes &- outer
            withUnsafeTemporaryAllocation(of: Int.self, capacity: SmallContraction.axes &+ 2 &* SmallContraction.operands) {
                buffer in
                // Never empty: it has a start.
                let position = buffer.baseAddress.unsafelyUnwrapped
                let offsets = position + SmallContraction.axes, starts = offsets + SmallContraction.operands
                for axis in 0 ..< axes { position[axis] = 0 }
                for operand in 0 ..< count { starts[operand] = 0 }
                var terms = 1
                for axis in outer ..< axes { terms &*= lengths[axis] }
                func step(_ axes: Range<Int>, _ offsets: UnsafeMutablePointer<Int>) {
                    var axis = axes.upperBound &- 1
                    while axis >= axes.lowerBound {
                        position[axis] &+= 1
                        let isInside = position[axis] < lengths[axis]
                        let by = isInside ? 1 : 1 &- lengths[axis]
                        for operand in 0 ..< count { offsets[operand] &+= by &* strides[operand &* self.axes &+ axis] }
                        if isInside { return }
                        position[axis] = 0
                        axis &-= 1
                    }
                }
                var results = 1
                for axis in 0 ..< outer { results &*= lengths[axis] }
                for result in 0 ..< results {
                    var total = zero
                    if count == 2, inner == 1 {
                        var a = sources[0].assumingMemoryBound(to: T.self) + starts[0]
                        var b = sources[1].assumingMemoryBound(to: T.self) + starts[1]
                        let first = strides[outer], second = strides[self.axes &+ outer]
                        for _ in 0 ..< terms {
                            total = sum(total, product(widen(a.pointee), widen(b.pointee)))
                            a += first
                            b += second
                        }
                    } else {
                        for operand in 0 ..< count { offsets[operand] = starts[operand] }
                        for _ in 0 ..< terms {
                            var term = one
                            for operand in 0 ..< count {
                                term = product(term, widen(sources[operand].assumingMemoryBound(to: T.self)[offsets[operand]]))
                            }
                            total = sum(total, term)
                            step(outer ..< axes, offsets)
                        }
                    }
                    target[result] = narrow(total)
                    step(0 ..< outer, starts)
                }
            }
        }
        func integers<T: FixedWidthInteger>(_ type: T.Type) {
            sums(type, T(0), T(1), { $0 }, &*, &+, { $0 })
        }
        switch dtype {
        case .int8: integers(Int8.self)
        case .int16: integers(Int16.self)
        case .int32: integers(Int32.self)
        case .int64: integers(Int64.self)
        case .uint8: integers(UInt8.self)
        case .uint16: integers(UInt16.self)
        case .uint32: integers(UInt32.self)
        case .uint64: integers(UInt64.self)
        case .float32: sums(Float.self, 0.0, 1.0, { Double($0) }, { $0 * $1 }, { $0 + $1 }, { Float($0) })
        case .float64: sums(Double.self, 0.0, 1.0, { $0 }, { $0 * $1 }, { $0 + $1 }, { $0 })
        case .complex64: sums(Complex<Float>.self, Complex(0), Complex(1), { $0 }, { $0 * $1 }, { $0 + $1 }, { $0 })
        case .complex128: sums(Complex<Double>.self, Complex(0), Complex(1), { $0 }, { $0 * $1 }, { $0 + $1 }, { $0 })
        case .bool, .float16, .bfloat16: break
        }
    }
}
