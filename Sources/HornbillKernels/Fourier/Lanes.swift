import CIntrinsics

/// Numbers that are computed with side by side: a single one, or as many as a vector register of 32 bytes holds.
///
/// Transforms are written once over this: lanes hold the same position of neighbouring lines, so that no operation ever
/// moves a number from one lane to another.
protocol Lanes {
    associatedtype Scalar: BinaryFloatingPoint
    static var count: Int { get }
    init(repeating: Scalar)
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static prefix func - (a: Self) -> Self
    /// a * b + c, rounded once.
    static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self

    /// Squares of numbers turned over, as many lines as lanes and as many numbers of each: number k of line l to or from lane
    /// l of vector k. Vectors with even k lie at `even`, the others at `odd`.
    static func gather(
        _ from: UnsafePointer<Scalar>, line: Int, _ even: UnsafeMutablePointer<Self>, _ odd: UnsafeMutablePointer<Self>,
        stride: Int)
    static func scatter(
        _ even: UnsafePointer<Self>, _ odd: UnsafePointer<Self>, stride: Int, _ to: UnsafeMutablePointer<Scalar>, line: Int,
        scale: Scalar)
    /// Complex numbers side by side, one for each lane, to their parts and back.
    static func unzip(_ from: UnsafePointer<Scalar>, _ re: UnsafeMutablePointer<Self>, _ im: UnsafeMutablePointer<Self>)
    static func zip(_ re: Self, _ im: Self, _ to: UnsafeMutablePointer<Scalar>)
}

/// A float type that transforms are computed in.
protocol FourierScalar: RealPart, Lanes where Scalar == Self {
    associatedtype Vector: Lanes where Vector.Scalar == Self
}

/// A single number: squares of one.
extension FourierScalar {
    @inline(__always)
    static func gather(
        _ from: UnsafePointer<Self>, line: Int, _ even: UnsafeMutablePointer<Self>, _ odd: UnsafeMutablePointer<Self>,
        stride: Int
    ) { even[0] = from[0] }

    @inline(__always)
    static func scatter(
        _ even: UnsafePointer<Self>, _ odd: UnsafePointer<Self>, stride: Int, _ to: UnsafeMutablePointer<Self>, line: Int,
        scale: Self
    ) { to[0] = even[0] * scale }

    @inline(__always)
    static func unzip(_ from: UnsafePointer<Self>, _ re: UnsafeMutablePointer<Self>, _ im: UnsafeMutablePointer<Self>) {
        re[0] = from[0]
        im[0] = from[1]
    }

    @inline(__always)
    static func zip(_ re: Self, _ im: Self, _ to: UnsafeMutablePointer<Self>) {
        to[0] = re
        to[1] = im
    }
}

extension Float: FourierScalar {
    typealias Scalar = Float
    typealias Vector = SIMD8<Float>
    static var count: Int { 1 }
    @inline(__always) init(repeating value: Float) { self = value }
    @inline(__always) static func multiplyAdd(_ a: Float, _ b: Float, _ c: Float) -> Float { Float32Math.fma(a, b, c) }
}

extension Double: FourierScalar {
    typealias Scalar = Double
    typealias Vector = SIMD4<Double>
    static var count: Int { 1 }
    @inline(__always) init(repeating value: Double) { self = value }
    @inline(__always) static func multiplyAdd(_ a: Double, _ b: Double, _ c: Double) -> Double { Float64Math.fma(a, b, c) }
}

extension SIMD8: Lanes where Scalar == Float {
    static var count: Int { 8 }
    @inline(__always) static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self { hbi_fma_f32x8(a, b, c) }

    @inline(__always)
    static func gather(
        _ from: UnsafePointer<Float>, line: Int, _ even: UnsafeMutablePointer<Self>, _ odd: UnsafeMutablePointer<Self>,
        stride: Int
    ) { hbi_gather_f32x8(from, line, even, odd, stride) }

    @inline(__always)
    static func scatter(
        _ even: UnsafePointer<Self>, _ odd: UnsafePointer<Self>, stride: Int, _ to: UnsafeMutablePointer<Float>, line: Int,
        scale: Float
    ) { hbi_scatter_f32x8(even, odd, stride, to, line, scale) }

    @inline(__always)
    static func unzip(_ from: UnsafePointer<Float>, _ re: UnsafeMutablePointer<Self>, _ im: UnsafeMutablePointer<Self>) {
        hbi_unzip_f32x8(from, re, im)
    }

    @inline(__always)
    static func zip(_ re: Self, _ im: Self, _ to: UnsafeMutablePointer<Float>) { hbi_zip_f32x8(re, im, to) }
}

extension SIMD4: Lanes where Scalar == Double {
    static var count: Int { 4 }
    @inline(__always) static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self { hbi_fma_f64x4(a, b, c) }

    @inline(__always)
    static func gather(
        _ from: UnsafePointer<Double>, line: Int, _ even: UnsafeMutablePointer<Self>, _ odd: UnsafeMutablePointer<Self>,
        stride: Int
    ) { hbi_gather_f64x4(from, line, even, odd, stride) }

    @inline(__always)
    static func scatter(
        _ even: UnsafePointer<Self>, _ odd: UnsafePointer<Self>, stride: Int, _ to: UnsafeMutablePointer<Double>, line: Int,
        scale: Double
    ) { hbi_scatter_f64x4(even, odd, stride, to, line, scale) }

    @inline(__always)
    static func unzip(_ from: UnsafePointer<Double>, _ re: UnsafeMutablePointer<Self>, _ im: UnsafeMutablePointer<Self>) {
        hbi_unzip_f64x4(from, re, im)
    }

    @inline(__always)
    static func zip(_ re: Self, _ im: Self, _ to: UnsafeMutablePointer<Double>) { hbi_zip_f64x4(re, im, to) }
}

/// A complex number in each lane.
struct Phasor<L: Lanes> {
    var re: L
    var im: L

    @inline(__always)
    init(_ re: L, _ im: L) {
        self.re = re
        self.im = im
    }

    @inline(__always) static func + (a: Phasor, b: Phasor) -> Phasor { Phasor(a.re + b.re, a.im + b.im) }
    @inline(__always) static func - (a: Phasor, b: Phasor) -> Phasor { Phasor(a.re - b.re, a.im - b.im) }
    @inline(__always) static func * (a: Phasor, b: L) -> Phasor { Phasor(a.re * b, a.im * b) }
    @inline(__always) static func * (a: Phasor, b: Phasor) -> Phasor {
        Phasor(L.multiplyAdd(a.re, b.re, -(a.im * b.im)), L.multiplyAdd(a.re, b.im, a.im * b.re))
    }
    /// self + a * b.
    @inline(__always) func adding(_ a: Phasor, times b: L) -> Phasor {
        Phasor(L.multiplyAdd(a.re, b, re), L.multiplyAdd(a.im, b, im))
    }
    @inline(__always) var conjugate: Phasor { Phasor(re, -im) }
    @inline(__always) var timesI: Phasor { Phasor(-im, re) }
    @inline(__always) var timesMinusI: Phasor { Phasor(im, -re) }
}

/// Complex numbers in memory, the real parts apart from the imaginary ones.
struct Wave<L: Lanes> {
    var re: UnsafeMutablePointer<L>
    var im: UnsafeMutablePointer<L>

    init(re: UnsafeMutablePointer<L>, im: UnsafeMutablePointer<L>) {
        self.re = re
        self.im = im
    }

    /// `length` positions at `memory`, the imaginary parts behind the real ones, with a gap if there is room.
    init(_ memory: UnsafeMutableRawPointer, length: Int, gap: Int = 0) {
        re = memory.assumingMemoryBound(to: L.self)
        im = re + length + gap
    }

    /// Two buffers of `length` positions at `memory`, which has room for `bytes(length)`.
    ///
    /// Lengths are often powers of two. Arrays at such distances would compete for the same places of the cache: the gaps
    /// make transforms of 4096 twice as fast.
    static func pair(_ memory: UnsafeMutableRawPointer, length: Int) -> (Wave, Wave) {
        (
            Wave(memory, length: length, gap: gap),
            Wave(memory + 2 * (length + gap) * MemoryLayout<L>.stride, length: length, gap: gap)
        )
    }

    static func bytes(_ length: Int) -> Int { 4 * (length + gap) * MemoryLayout<L>.stride }

    private static var gap: Int { 20 }

    @inline(__always)
    subscript(_ position: Int) -> Phasor<L> {
        get { Phasor(re[position], im[position]) }
        nonmutating set {
            re[position] = newValue.re
            im[position] = newValue.im
        }
    }

    /// The real parts taken for the imaginary ones: what turns a transform into its inverse.
    var swapped: Wave { Wave(re: im, im: re) }
}
