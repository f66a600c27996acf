import Testing

@testable import HornbillKernels

/// Runs a kernel of one operand over an array.
func apply<A, R>(_ op: ElementwiseOp, _ type: DType, _ a: [A], as _: R.Type) -> [R] {
    let kernel = elementwiseKernel(op, type)!
    return [R](unsafeUninitializedCapacity: a.count) { out, count in
        a.withUnsafeBytes { kernel(out.baseAddress!, $0.baseAddress!, $0.baseAddress!, $0.baseAddress!, a.count) }
        count = a.count
    }
}

/// Runs a kernel of two operands over arrays.
func apply<A, R>(_ op: ElementwiseOp, _ type: DType, _ a: [A], _ b: [A], as _: R.Type) -> [R] {
    let kernel = elementwiseKernel(op, type)!
    return [R](unsafeUninitializedCapacity: a.count) { out, count in
        a.withUnsafeBytes { a in
            b.withUnsafeBytes { b in
                kernel(out.baseAddress!, a.baseAddress!, b.baseAddress!, b.baseAddress!, a.count / MemoryLayout<A>.stride)
            }
        }
        count = a.count
    }
}

/// Converts an array from one dtype to another.
func cast<A, R>(_ a: [A], _ from: DType, _ to: DType, as _: R.Type) -> [R] {
    [R](unsafeUninitializedCapacity: a.count) { out, count in
        a.withUnsafeBytes { castContiguous(from: from, to: to, src: $0.baseAddress!, dst: out.baseAddress!, count: a.count) }
        count = a.count
    }
}

/// The distance of a float from the exact value, in units of the last place of the value.
func ulps(_ value: Float, _ exact: Double) -> Double {
    let rounded = Float(exact)
    if rounded.isNaN || value.isNaN { return rounded.isNaN && value.isNaN ? 0 : .infinity }
    if rounded.isInfinite || value.isInfinite { return rounded == value ? 0 : .infinity }
    return abs(Double(value) - exact) / Double(rounded.ulp)
}

func ulps(_ value: Double, _ exact: Float80) -> Double {
    let rounded = Double(exact)
    if rounded.isNaN || value.isNaN { return rounded.isNaN && value.isNaN ? 0 : .infinity }
    if rounded.isInfinite || value.isInfinite { return rounded == value ? 0 : .infinity }
    return Double(abs(Float80(value) - exact) / Float80(rounded.ulp))
}

/// A small generator for test data: the same numbers in every run.
struct TestRandom: RandomNumberGenerator {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let x = (state ^ (state >> 29)) &* 0xbf58_476d_1ce4_e5b9
        return x ^ (x >> 32)
    }

    mutating func floats(_ count: Int, in range: ClosedRange<Float> = -4...4) -> [Float] {
        (0..<count).map { _ in Float.random(in: range, using: &self) }
    }
}
