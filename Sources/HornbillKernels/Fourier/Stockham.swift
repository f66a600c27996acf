/// A transform of a length with small prime factors: one pass over the data for each factor, from one buffer to another,
/// sorting on the way (Stockham's method), so that no reordering is needed before or after.
final class Stockham<S: FourierScalar>: @unchecked Sendable {
    /// The largest prime that a pass can have.
    static var largestFactor: Int { 61 }

    private struct Pass {
        let radix: Int
        /// Groups of twiddle factors, and the distance between neighbours of a group.
        let groups: Int
        let stride: Int
        let twiddles: UnsafePointer<S>
        /// cos and sin of the multiples of 2π/radix, for radices without a butterfly of their own.
        let circle: UnsafePointer<S>
    }

    let length: Int
    private let passes: [Pass]
    private let table: FourierTable<S>

    /// - Parameter factors: their product is the length; each is 2, 3, 4, 5, 8 or an odd prime up to `largestFactor`.
    init(_ length: Int, factors: [Int]) throws {
        self.length = length
        var size = 0, rest = length
        for radix in factors {
            rest /= radix
            size += 2 * (radix - 1) * rest + 2 * radix
        }
        table = try FourierTable(count: size)
        var passes: [Pass] = []
        var next = table.start, current = length, stride = 1
        for radix in factors {
            let groups = current / radix
            let roots = Roots.Table(current)
            let twiddles = next
            for group in 0 ..< groups {
                for j in 1 ..< radix {
                    let root = roots(group * j)
                    next[0] = S(root.real)
                    next[1] = S(root.imaginary)
                    next += 2
                }
            }
            let circle = next
            for j in 0 ..< radix {
                let root = Roots.root(j, of: radix)
                next[0] = S(root.real)
                next[1] = S(-root.imaginary)
                next += 2
            }
            passes.append(Pass(radix: radix, groups: groups, stride: stride, twiddles: twiddles, circle: circle))
            current = groups
            stride *= radix
        }
        self.passes = passes
    }

    /// Transforms the numbers in `a`, using `b`; returns the buffer with the result, and the other.
    @inline(__always)
    func run<L: Lanes>(_ a: Wave<L>, _ b: Wave<L>) -> (result: Wave<L>, other: Wave<L>) where L.Scalar == S {
        var (from, to) = (a, b)
        for pass in passes {
            switch pass.radix {
            case 2: Stockham.pass2(pass, from, to)
            case 3: Stockham.pass3(pass, from, to)
            case 4: Stockham.pass4(pass, from, to)
            case 5: Stockham.pass5(pass, from, to)
            case 8: Stockham.pass8(pass, from, to)
            default: Stockham.passOfPrime(pass, from, to)
            }
            (from, to) = (to, from)
        }
        return (from, to)
    }

    /// The twiddle factor `index` of a group.
    @inline(__always)
    private static func twiddle<L: Lanes>(_ w: UnsafePointer<S>, _ index: Int) -> Phasor<L> where L.Scalar == S {
        Phasor(L(repeating: w[2 &* index]), L(repeating: w[2 &* index &+ 1]))
    }

    /// Calls `body` for each butterfly with where it reads and writes, and its group's twiddle factors; the first group's
    /// are all 1, which `body` is told.
    @inline(__always)
    private static func butterflies(
        _ pass: Pass, _ body: (_ from: Int, _ to: Int, _ w: UnsafePointer<S>, _ isPlain: Bool) -> Void
    ) {
        let stride = pass.stride, radix = pass.radix
        for q in 0 ..< stride { body(q, q, pass.twiddles, true) }
        var w = pass.twiddles
        for group in 1 ..< max(1, pass.groups) {
            w += 2 &* (radix &- 1)
            let from = stride &* group, to = stride &* radix &* group
            for q in 0 ..< stride { body(from &+ q, to &+ q, w, false) }
        }
    }

    private static func pass2<L: Lanes>(_ pass: Pass, _ x: Wave<L>, _ y: Wave<L>) where L.Scalar == S {
        let s = pass.stride, apart = s &* pass.groups
        butterflies(pass) { from, to, w, isPlain in
            let a = x[from], b = x[from &+ apart]
            y[to] = a + b
            y[to &+ s] = isPlain ? a - b : (a - b) * twiddle(w, 0)
        }
    }

    private static func pass3<L: Lanes>(_ pass: Pass, _ x: Wave<L>, _ y: Wave<L>) where L.Scalar == S {
        let s = pass.stride, apart = s &* pass.groups
        let half = L(repeating: 0.5), sine = L(repeating: 0.866025403784438646763723170752936183)
        butterflies(pass) { from, to, w, isPlain in
            let a = x[from], b = x[from &+ apart], c = x[from &+ 2 &* apart]
            let sum = b + c
            let centre = a.adding(sum, times: -half)
            let turned = ((b - c) * sine).timesMinusI
            y[to] = a + sum
            y[to &+ s] = isPlain ? centre + turned : (centre + turned) * twiddle(w, 0)
            y[to &+ 2 &* s] = isPlain ? centre - turned : (centre - turned) * twiddle(w, 1)
        }
    }

    private static func pass4<L: Lanes>(_ pass: Pass, _ x: Wave<L>, _ y: Wave<L>) where L.Scalar == S {
        let s = pass.stride, apart = s &* pass.groups
        butterflies(pass) { from, to, w, isPlain in
            let a = x[from], b = x[from &+ apart], c = x[from &+ 2 &* apart], d = x[from &+ 3 &* apart]
            let ac = a + c, bd = b + d
            let even = a - c, odd = (b - d).timesMinusI
            y[to] = ac + bd
            y[to &+ s] = isPlain ? even + odd : (even + odd) * twiddle(w, 0)
            y[to &+ 2 &* s] = isPlain ? ac - bd : (ac - bd) * twiddle(w, 1)
            y[to &+ 3 &* s] = isPlain ? even - odd : (even - odd) * twiddle(w, 2)
        }
    }

    private static func pass5<L: Lanes>(_ pass: Pass, _ x: Wave<L>, _ y: Wave<L>) where L.Scalar == S {
        let s = pass.stride, apart = s &* pass.groups
        let c1 = L(repeating: 0.309016994374947424102293417182819059)
        let c2 = L(repeating: -0.809016994374947424102293417182819059)
        let s1 = L(repeating: 0.951056516295153572116439333379382143)
        let s2 = L(repeating: 0.587785252292473129168705954639072769)
        butterflies(pass) { from, to, w, isPlain in
            let a = x[from], b = x[from &+ apart], c = x[from &+ 2 &* apart], d = x[from &+ 3 &* apart]
            let e = x[from &+ 4 &* apart]
            let be = b + e, cd = c + d, b_e = b - e, c_d = c - d
            let first = a.adding(be, times: c1).adding(cd, times: c2)
            let second = a.adding(be, times: c2).adding(cd, times: c1)
            let firstTurn = (b_e * s1).adding(c_d, times: s2).timesMinusI
            let secondTurn = (b_e * s2).adding(c_d, times: -s1).timesMinusI
            y[to] = a + be + cd
            y[to &+ s] = isPlain ? first + firstTurn : (first + firstTurn) * twiddle(w, 0)
            y[to &+ 2 &* s] = isPlain ? second + secondTurn : (second + secondTurn) * twiddle(w, 1)
            y[to &+ 3 &* s] = isPlain ? second - secondTurn : (second - secondTurn) * twiddle(w, 2)
            y[to &+ 4 &* s] = isPlain ? first - firstTurn : (first - firstTurn) * twiddle(w, 3)
        }
    }

    private static func pass8<L: Lanes>(_ pass: Pass, _ x: Wave<L>, _ y: Wave<L>) where L.Scalar == S {
        let s = pass.stride, apart = s &* pass.groups
        let diagonal = L(repeating: 0.707106781186547524400844362104849039)
        butterflies(pass) { from, to, w, isPlain in
            let a0 = x[from], a4 = x[from &+ 4 &* apart], a2 = x[from &+ 2 &* apart], a6 = x[from &+ 6 &* apart]
            let e0 = a0 + a4, e1 = a0 - a4, e2 = a2 + a6, e3 = (a2 - a6).timesMinusI
            let even0 = e0 + e2, even2 = e0 - e2, even1 = e1 + e3, even3 = e1 - e3
            let a1 = x[from &+ apart], a5 = x[from &+ 5 &* apart], a3 = x[from &+ 3 &* apart], a7 = x[from &+ 7 &* apart]
            let o0 = a1 + a5, o1 = a1 - a5, o2 = a3 + a7, o3 = (a3 - a7).timesMinusI
            let odd0 = o0 + o2, odd2 = (o0 - o2).timesMinusI
            let p1 = o1 + o3, p3 = o1 - o3
            // Times e^(-πi/4) and e^(-3πi/4).
            let odd1 = Phasor(p1.re + p1.im, p1.im - p1.re) * diagonal
            let odd3 = Phasor(p3.im - p3.re, -(p3.re + p3.im)) * diagonal
            y[to] = even0 + odd0
            y[to &+ s] = isPlain ? even1 + odd1 : (even1 + odd1) * twiddle(w, 0)
            y[to &+ 2 &* s] = isPlain ? even2 + odd2 : (even2 + odd2) * twiddle(w, 1)
            y[to &+ 3 &* s] = isPlain ? even3 + odd3 : (even3 + odd3) * twiddle(w, 2)
            y[to &+ 4 &* s] = isPlain ? even0 - odd0 : (even0 - odd0) * twiddle(w, 3)
            y[to &+ 5 &* s] = isPlain ? even1 - odd1 : (even1 - odd1) * twiddle(w, 4)
            y[to &+ 6 &* s] = isPlain ? even2 - odd2 : (even2 - odd2) * twiddle(w, 5)
            y[to &+ 7 &* s] = isPlain ? even3 - odd3 : (even3 - odd3) * twiddle(w, 6)
        }
    }

    /// An odd prime: results j and radix - j share all products, of cosines with the sums of opposite numbers and of sines
    /// with their differences.
    private static func passOfPrime<L: Lanes>(_ pass: Pass, _ x: Wave<L>, _ y: Wave<L>) where L.Scalar == S {
        let s = pass.stride, apart = s &* pass.groups, radix = pass.radix
        let half = radix / 2
        withUnsafeTemporaryAllocation(of: Phasor<L>.self, capacity: 2 &* half) { buffer in
            guard let sums = buffer.baseAddress else { return }
            let differences = sums + half
            butterflies(pass) { from, to, w, isPlain in
                let first = x[from]
                var total = first
                for k in 0 ..< half {
                    let a = x[from &+ (k &+ 1) &* apart], b = x[from &+ (radix &- 1 &- k) &* apart]
                    sums[k] = a + b
                    differences[k] = a - b
                    total = total + sums[k]
                }
                y[to] = total
                for j in 1 ..< half &+ 1 {
                    var centre = first, turn = Phasor(L(repeating: 0), L(repeating: 0))
                    var turns = 0
                    for k in 0 ..< half {
                        turns = turns &+ j
                        if turns >= radix { turns = turns &- radix }
                        centre = centre.adding(sums[k], times: L(repeating: pass.circle[2 &* turns]))
                        turn = turn.adding(differences[k], times: L(repeating: pass.circle[2 &* turns &+ 1]))
                    }
                    turn = turn.timesMinusI
                    y[to &+ j &* s] = isPlain ? centre + turn : (centre + turn) * twiddle(w, j &- 1)
                    y[to &+ (radix &- j) &* s] =
                        isPlain ? centre - turn : (centre - turn) * twiddle(w, radix &- 1 &- j)
                }
            }
        }
    }
}

/// How a length is cut into passes, and what that costs.
enum Factors {
    /// The prime factors, smallest first.
    static func primes(of n: Int) -> [Int] {
        var rest = n, factors: [Int] = [], candidate = 2
        while candidate * candidate <= rest {
            while rest % candidate == 0 {
                factors.append(candidate)
                rest /= candidate
            }
            candidate += candidate == 2 ? 1 : 2
        }
        if rest > 1 { factors.append(rest) }
        return factors
    }

    /// The radices of the passes for a length with these prime factors: twos are taken together.
    static func radices(_ primes: [Int]) -> [Int] {
        var twos = primes.filter { $0 == 2 }.count
        var radices: [Int] = []
        // Eights: the fewest passes. What does not divide by three becomes fours.
        while twos > 0 {
            let taken = twos == 1 ? 1 : twos == 2 || twos == 4 ? 2 : 3
            radices.append(1 << taken)
            twos -= taken
        }
        return radices + primes.filter { $0 != 2 }
    }

    /// Roughly the operations for a transform by such passes.
    static func cost(_ n: Int, _ radices: [Int]) -> Double {
        Double(n) * radices.reduce(0) { $0 + cost(ofPass: $1) }
    }

    private static func cost(ofPass radix: Int) -> Double {
        switch radix {
        case 2: return 9
        case 3: return 12
        case 4: return 13
        case 5: return 16
        case 8: return 17
        default: return Double(2 * radix + 12)
        }
    }

    /// The smallest number with no prime factor above 5 that is not below `n`.
    static func smooth(from n: Int) -> Int {
        var best = Int.max
        var five = 1
        while five < best {
            var three = five
            while three < best {
                var two = three
                while two < n { two *= 2 }
                best = min(best, two)
                if three >= n { break }
                three *= 3
            }
            if five >= n { break }
            five *= 5
        }
        return best
    }
}
