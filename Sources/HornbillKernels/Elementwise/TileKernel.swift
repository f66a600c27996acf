import Glibc

/// A loop over contiguous elements: result, up to three operands (unused ones may be any valid pointer), count.
///
/// All operands are of one compute type (a select's first is bool). The result may be exactly one of the operands.
public typealias TileKernel =
    @convention(c) (
        UnsafeMutableRawPointer, UnsafeRawPointer, UnsafeRawPointer, UnsafeRawPointer, Int
    ) -> Void

// The loops below work on chunks of a fixed count and write each chunk to a local buffer first. A buffer that
// nothing else can alias is what lets LLVM vectorise the loop without overlap checks, which would send in-place
// calls down the scalar path; it then keeps the buffer in registers. The last, partial chunk goes through padded
// copies, so that there is one loop body only.

@inline(__always)
func chunkCount<T>(_: T.Type) -> Int { MemoryLayout<T>.stride == 1 ? 64 : 32 }

/// The operand's chunk at `p`, or a zero-padded copy of its last `count` elements.
@inline(__always)
func padded<T>(_ p: UnsafeRawPointer, _ count: Int, _ pad: UnsafeMutablePointer<T>, _ chunk: Int) -> UnsafePointer<T> {
    if count >= chunk { return p.assumingMemoryBound(to: T.self) }
    memset(pad, 0, chunk &* MemoryLayout<T>.stride)
    memcpy(pad, p, count &* MemoryLayout<T>.stride)
    return UnsafePointer(pad)
}

/// Stores a chunk's first `count` elements. (One copy of a fixed size, so that it becomes vector stores.)
@inline(__always)
func storeChunk<T>(
    _ d: UnsafeMutableRawPointer, _ count: Int, _ out: UnsafeMutablePointer<T>, _ spill: UnsafeMutablePointer<T>,
    _ chunk: Int
) {
    memcpy(count < chunk ? UnsafeMutableRawPointer(spill) : d, out, chunk &* MemoryLayout<T>.stride)
    if count < chunk { memcpy(d, spill, count &* MemoryLayout<T>.stride) }
}

@inline(__always)
func withChunk<T>(_: T.Type, _ count: Int, _ body: (UnsafeMutablePointer<T>) -> Void) {
    withUnsafeTemporaryAllocation(of: T.self, capacity: count) { body($0.baseAddress.unsafelyUnwrapped) }
}

@inline(__always)
func map1<A, R>(_ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ n: Int, _ f: (A) -> R) {
    let chunk = chunkCount(A.self)
    withChunk(A.self, chunk) { padA in
        withChunk(R.self, chunk) { out in
            withChunk(R.self, chunk) { spill in
                var i = 0
                while i < n {
                    let count = n &- i
                    let p = padded(a + i &* MemoryLayout<A>.stride, count, padA, chunk)
                    for j in 0..<chunk { out[j] = f(p[j]) }
                    storeChunk(d + i &* MemoryLayout<R>.stride, count, out, spill, chunk)
                    i = i &+ chunk
                }
            }
        }
    }
}

/// `map1` in two loops: a function that is too long for one is not vectorised.
@inline(__always)
func map1<T>(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ n: Int, first: (T) -> T, then: (_ x: T, _ first: T) -> T
) {
    let chunk = chunkCount(T.self)
    withChunk(T.self, chunk) { padA in
        withChunk(T.self, chunk) { middle in
            withChunk(T.self, chunk) { out in
                withChunk(T.self, chunk) { spill in
                    var i = 0
                    while i < n {
                        let count = n &- i
                        let p = padded(a + i &* MemoryLayout<T>.stride, count, padA, chunk)
                        for j in 0..<chunk { middle[j] = first(p[j]) }
                        for j in 0..<chunk { out[j] = then(p[j], middle[j]) }
                        storeChunk(d + i &* MemoryLayout<T>.stride, count, out, spill, chunk)
                        i = i &+ chunk
                    }
                }
            }
        }
    }
}

/// `map1`, with elements for which `isHard` holds computed by `slow` instead.
@inline(__always)
func map1<A, R>(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ n: Int, hard isHard: (A) -> Bool, slow: (A) -> R,
    _ f: (A) -> R
) {
    let chunk = chunkCount(A.self)
    withChunk(A.self, chunk) { padA in
        withChunk(R.self, chunk) { out in
            withChunk(R.self, chunk) { spill in
                var i = 0
                while i < n {
                    let count = n &- i
                    let p = padded(a + i &* MemoryLayout<A>.stride, count, padA, chunk)
                    var hard: Int32 = 0
                    for j in 0..<chunk { hard |= isHard(p[j]) ? 1 : 0 }
                    for j in 0..<chunk { out[j] = f(p[j]) }
                    if hard != 0 {
                        for j in 0..<min(count, chunk) where isHard(p[j]) { out[j] = slow(p[j]) }
                    }
                    storeChunk(d + i &* MemoryLayout<R>.stride, count, out, spill, chunk)
                    i = i &+ chunk
                }
            }
        }
    }
}

@inline(__always)
func map2<A, B, R>(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ n: Int, _ f: (A, B) -> R
) {
    let chunk = chunkCount(A.self)
    withChunk(A.self, chunk) { padA in
        withChunk(B.self, chunk) { padB in
            withChunk(R.self, chunk) { out in
                withChunk(R.self, chunk) { spill in
                    var i = 0
                    while i < n {
                        let count = n &- i
                        let p = padded(a + i &* MemoryLayout<A>.stride, count, padA, chunk)
                        let q = padded(b + i &* MemoryLayout<B>.stride, count, padB, chunk)
                        for j in 0..<chunk { out[j] = f(p[j], q[j]) }
                        storeChunk(d + i &* MemoryLayout<R>.stride, count, out, spill, chunk)
                        i = i &+ chunk
                    }
                }
            }
        }
    }
}

/// `map2`, with elements for which `isHard` holds computed by `slow` instead.
@inline(__always)
func map2<T>(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ n: Int, hard isHard: (T, T) -> Bool,
    slow: (T, T) -> T, _ f: (T, T) -> T
) {
    let chunk = chunkCount(T.self)
    withChunk(T.self, chunk) { padA in
        withChunk(T.self, chunk) { padB in
            withChunk(T.self, chunk) { out in
                withChunk(T.self, chunk) { spill in
                    var i = 0
                    while i < n {
                        let count = n &- i
                        let p = padded(a + i &* MemoryLayout<T>.stride, count, padA, chunk)
                        let q = padded(b + i &* MemoryLayout<T>.stride, count, padB, chunk)
                        var hard: Int32 = 0
                        for j in 0..<chunk { hard |= isHard(p[j], q[j]) ? 1 : 0 }
                        for j in 0..<chunk { out[j] = f(p[j], q[j]) }
                        if hard != 0 {
                            for j in 0..<min(count, chunk) where isHard(p[j], q[j]) { out[j] = slow(p[j], q[j]) }
                        }
                        storeChunk(d + i &* MemoryLayout<T>.stride, count, out, spill, chunk)
                        i = i &+ chunk
                    }
                }
            }
        }
    }
}

/// `map2` in two loops, the first of which makes two numbers for the second: a function that is too long for one is not
/// vectorised. Elements for which `isHard` holds are computed by `slow` instead.
@inline(__always)
func map2<T>(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ n: Int, first: (T, T) -> (T, T),
    then: (_ x: T, _ y: T, _ first: T, _ second: T) -> T, hard isHard: (T, T) -> Bool, slow: (T, T) -> T
) {
    let chunk = chunkCount(T.self)
    withChunk(T.self, 2 &* chunk) { pads in
        withChunk(T.self, 2 &* chunk) { middle in
            withChunk(T.self, 2 &* chunk) { outs in
                let padB = pads + chunk, second = middle + chunk, out = outs, spill = outs + chunk
                var i = 0
                while i < n {
                    let count = n &- i
                    let p = padded(a + i &* MemoryLayout<T>.stride, count, pads, chunk)
                    let q = padded(b + i &* MemoryLayout<T>.stride, count, padB, chunk)
                    var hard: Int32 = 0
                    for j in 0..<chunk { hard |= isHard(p[j], q[j]) ? 1 : 0 }
                    for j in 0..<chunk { (middle[j], second[j]) = first(p[j], q[j]) }
                    for j in 0..<chunk { out[j] = then(p[j], q[j], middle[j], second[j]) }
                    if hard != 0 {
                        for j in 0..<min(count, chunk) where isHard(p[j], q[j]) { out[j] = slow(p[j], q[j]) }
                    }
                    storeChunk(d + i &* MemoryLayout<T>.stride, count, out, spill, chunk)
                    i = i &+ chunk
                }
            }
        }
    }
}

@inline(__always)
func map3<A, B, C, R>(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ n: Int,
    _ f: (A, B, C) -> R
) {
    let chunk = chunkCount(R.self)
    withChunk(A.self, chunk) { padA in
        withChunk(B.self, chunk) { padB in
            withChunk(C.self, chunk) { padC in
                withChunk(R.self, chunk) { out in
                    withChunk(R.self, chunk) { spill in
                        var i = 0
                        while i < n {
                            let count = n &- i
                            let p = padded(a + i &* MemoryLayout<A>.stride, count, padA, chunk)
                            let q = padded(b + i &* MemoryLayout<B>.stride, count, padB, chunk)
                            let r = padded(c + i &* MemoryLayout<C>.stride, count, padC, chunk)
                            for j in 0..<chunk { out[j] = f(p[j], q[j], r[j]) }
                            storeChunk(d + i &* MemoryLayout<R>.stride, count, out, spill, chunk)
                            i = i &+ chunk
                        }
                    }
                }
            }
        }
    }
}

/// One call per element: for functions that do not vectorise (libm), where computing padding would only cost.
@inline(__always)
func each1<A, R>(_ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ n: Int, _ f: (A) -> R) {
    let d = d.assumingMemoryBound(to: R.self), a = a.assumingMemoryBound(to: A.self)
    var i = 0
    while i < n {
        d[i] = f(a[i])
        i = i &+ 1
    }
}

@inline(__always)
func each2<A, B, R>(
    _ d: UnsafeMutableRawPointer, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ n: Int, _ f: (A, B) -> R
) {
    let d = d.assumingMemoryBound(to: R.self)
    let a = a.assumingMemoryBound(to: A.self), b = b.assumingMemoryBound(to: B.self)
    var i = 0
    while i < n {
        d[i] = f(a[i], b[i])
        i = i &+ 1
    }
}
