/// A conversion of contiguous elements in one step, or in two with a wider type in between.
struct CastPath {
    let first: TileKernel
    /// From the type in between to the result, if there are two steps.
    let second: TileKernel?
    let fromSize: Int
    let toSize: Int
    /// The size of the type in between.
    let betweenSize: Int

    init(from: DType, to: DType) {
        fromSize = from.size
        toSize = to.size
        let direct = castKernel(from: from, to: to)
        // Every type converts to float32 and back in one step each, and all but 16-bit floats, which need no more than
        // float32, to float64.
        let isLong = from == .complex128 && castKernel(from: .float64, to: to) != nil
            || to == .complex128 && castKernel(from: from, to: .float64) != nil
        let between = isLong ? DType.float64 : .float32
        betweenSize = between.size
        first = direct ?? castKernel(from: from, to: between).unsafelyUnwrapped
        second = direct == nil ? castKernel(from: between, to: to) : nil
    }

    /// How many elements a two-step conversion handles at once.
    static let tile = 1024

    func run(_ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, _ count: Int) {
        guard let second else {
            first(destination, source, source, source, count)
            return
        }
        Scratch.with(bytes: CastPath.tile * betweenSize) { wide in
            var i = 0
            while i < count {
                let n = min(CastPath.tile, count &- i)
                let from = source + i &* fromSize
                first(wide, from, from, from, n)
                second(destination + i &* toSize, wide, wide, wide, n)
                i = i &+ n
            }
        }
    }
}

/// Converts `count` contiguous elements, as NumPy's `astype` does: floats to integers by truncation (what does not
/// fit is defined as on x86), anything to bool by comparison with zero, to floats by
/// rounding to nearest even, complex numbers to real ones by leaving the imaginary part out.
///
/// The memory areas must not overlap, except that they may be the same if the types have one size.
public func castContiguous(
    from: DType, to: DType, src: UnsafeRawPointer, dst: UnsafeMutableRawPointer, count: Int
) {
    let path = CastPath(from: from, to: to)
    let streams = path.second == nil && UnsafeRawPointer(dst) != src
        && Int(bitPattern: dst) % path.toSize == 0 && Streaming.isWorthwhile(bytes: count &* (path.fromSize &+ path.toSize))
    Threads.parallel(count, grain: (1 << 17) / max(path.fromSize, path.toSize), multiple: 64) { begin, end in
        let source = src + begin &* path.fromSize, target = dst + begin &* path.toSize
        if streams {
            Streaming.run(
                path.first, target, path.toSize, source, path.fromSize, source, 0, source, 0, count: end &- begin)
        } else {
            path.run(source, target, end &- begin)
        }
    }
}
