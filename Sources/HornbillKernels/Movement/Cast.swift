/// A conversion of contiguous elements in one step, or in two with float32 in between.
struct CastPath {
    let first: TileKernel
    /// From float32 to the result, if there are two steps.
    let second: TileKernel?
    let fromSize: Int
    let toSize: Int

    init(from: DType, to: DType) {
        fromSize = from.size
        toSize = to.size
        // Every type converts to float32 and back in one step each.
        first = castKernel(from: from, to: to) ?? castKernel(from: from, to: .float32).unsafelyUnwrapped
        second = castKernel(from: from, to: to) == nil ? castKernel(from: .float32, to: to) : nil
    }

    /// How many elements a two-step conversion handles at once.
    static let tile = 1024

    func run(_ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, _ count: Int) {
        guard let second else {
            first(destination, source, source, source, count)
            return
        }
        Scratch.with(bytes: CastPath.tile * 4) { wide in
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
/// fit is defined as on x86), anything to bool by comparison with zero, to floats by rounding to nearest even.
///
/// The memory areas must not overlap, except that they may be the same if the types have one size.
public func castContiguous(
    from: DType, to: DType, src: UnsafeRawPointer, dst: UnsafeMutableRawPointer, count: Int
) {
    let path = CastPath(from: from, to: to)
    Threads.parallel(count, grain: 1 << 15, multiple: 64) { begin, end in
        path.run(src + begin &* path.fromSize, dst + begin &* path.toSize, end &- begin)
    }
}
