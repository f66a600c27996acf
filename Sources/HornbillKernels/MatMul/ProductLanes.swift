import CIntrinsics

/// What is done with vectors of a type: in terms of each one itself, since Swift's operators on any vector go lane by lane.
protocol ProductLanes {
    associatedtype Vector: SIMD & BitwiseCopyable where Vector.Scalar: BinaryFloatingPoint & BitwiseCopyable
    static func add(_ a: Vector, _ b: Vector) -> Vector
    /// sum + a · b, rounded once.
    static func add(_ sum: Vector, _ a: Vector, times b: Vector) -> Vector
    /// The vector with zeros in all lanes but the last `count`.
    static func last(_ count: Int, of vector: Vector) -> Vector
    /// The sum of the lanes.
    static func total(_ lanes: Vector) -> Vector.Scalar
}

extension ProductLanes {
    /// The vector whose first number is the one at `index`.
    @inline(__always)
    static func load(_ numbers: UnsafePointer<Vector.Scalar>, _ index: Int) -> Vector {
        UnsafeRawPointer(numbers + index).loadUnaligned(as: Vector.self)
    }
}

enum FloatLanes: ProductLanes {
    @inline(__always) static func add(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> { a + b }
    @inline(__always) static func add(_ sum: SIMD16<Float>, _ a: SIMD16<Float>, times b: SIMD16<Float>) -> SIMD16<Float> {
        hbi_fma_f32x16(a, b, sum)
    }
    @inline(__always) static func last(_ count: Int, of vector: SIMD16<Float>) -> SIMD16<Float> {
        hbi_last_f32x16(vector, Int32(truncatingIfNeeded: count))
    }
    @inline(__always) static func total(_ lanes: SIMD16<Float>) -> Float {
        let eight = lanes.lowHalf + lanes.highHalf, four = eight.lowHalf + eight.highHalf
        return (four[0] + four[2]) + (four[1] + four[3])
    }
}

enum DoubleLanes: ProductLanes {
    @inline(__always) static func add(_ a: SIMD8<Double>, _ b: SIMD8<Double>) -> SIMD8<Double> { a + b }
    @inline(__always) static func add(_ sum: SIMD8<Double>, _ a: SIMD8<Double>, times b: SIMD8<Double>) -> SIMD8<Double> {
        hbi_fma_f64x8(a, b, sum)
    }
    @inline(__always) static func last(_ count: Int, of vector: SIMD8<Double>) -> SIMD8<Double> {
        hbi_last_f64x8(vector, Int64(count))
    }
    @inline(__always) static func total(_ lanes: SIMD8<Double>) -> Double {
        let four = lanes.lowHalf + lanes.highHalf
        return (four[0] + four[2]) + (four[1] + four[3])
    }
}
