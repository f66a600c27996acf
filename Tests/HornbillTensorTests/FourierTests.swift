import Glibc
import HornbillTensor
import Testing

@Suite struct FourierTests {
    typealias Z = Complex<Double>

    /// Some elements of the transform of a line, from its definition.
    private func defined(_ x: [Z], _ positions: some Sequence<Int>, isInverse: Bool = false) -> [Z] {
        let n = x.count
        let roots = (0 ..< n).map { k in
            let angle = (isInverse ? 2 : -2) * Double.pi * Double(k) / Double(n)
            return Z(cos(angle), sin(angle))
        }
        return positions.map { k in
            var sum = Z(0), place = 0
            for value in x {
                let root = roots[place]
                sum.real += value.real * root.real - value.imaginary * root.imaginary
                sum.imaginary += value.real * root.imaginary + value.imaginary * root.real
                place += k
                if place >= n { place -= n }
            }
            return sum
        }
    }

    private func draw(_ count: Int, seed: UInt64 = 1) -> [Z] {
        let parts = numbers(2 * count, seed: seed)
        return (0 ..< count).map { Z(parts[2 * $0], parts[2 * $0 + 1]) }
    }

    /// The length of the difference over the length of what is expected.
    private func error(_ got: some Collection<Z>, _ expected: some Collection<Z>) -> Double {
        func square(_ z: Z) -> Double { z.real * z.real + z.imaginary * z.imaginary }
        var lost = 0.0, whole = 0.0
        for (a, b) in zip(got, expected) {
            lost += square(Z(a.real - b.real, a.imaginary - b.imaginary))
            whole += square(b)
        }
        return got.count == expected.count ? (lost / max(whole, 1e-300)).squareRoot() : .infinity
    }

    private static let precisions: [(dtype: DType, limit: Double)] = [(.complex128, 1.5e-15), (.complex64, 7e-7)]

    @Test("every length from 1 to 64 has the transform of its definition, one line or many, along any axis")
    func smallLengths() throws {
        for n in 1 ... 64 {
            for lines in [1, 3, 19] {
                let rows = (0 ..< lines).map { draw(n, seed: UInt64($0 + 100 * n)) }
                for isInverse in [false, true] {
                    let expected = rows.flatMap { defined($0, 0 ..< n, isInverse: isInverse) }
                    for (dtype, limit) in Self.precisions {
                        let x = try Tensor(rows.flatMap { $0 }, shape: [lines, n]).cast(to: dtype)
                        func run(_ x: Tensor, _ axis: Int) throws -> Tensor {
                            try isInverse ? x.ifft(axis: axis, norm: .forward) : x.fft(axis: axis)
                        }
                        let along = try run(x, 1)
                        #expect(along.spec == TensorSpec(dtype, [lines, n]))
                        #expect(error(try along.scalars(), expected) < limit, "\(lines) of \(n), \(dtype)")
                        let across = try run(x.transposed().copy(), 0).transposed()
                        #expect(error(try across.scalars(), expected) < limit, "\(lines) of \(n), \(dtype), down")
                        let stacked = try run(Tensor.stack([x, x], axis: 0).transposed([0, 2, 1]).copy(), 1)[1]
                        #expect(error(try stacked.transposed().scalars(), expected) < limit, "\(n), \(dtype), middle")
                    }
                }
            }
        }
    }

    @Test("longer lengths have the transform of their definition: powers, primes, products and what lies between", arguments: [
        67, 97, 100, 101, 127, 128, 243, 255, 256, 257, 360, 499, 509, 512, 625, 1000, 1009, 1024, 2003, 2048, 2187, 3600,
        4093, 4096, 5040, 8192, 9973, 10_000, 16_384, 30_030, 46_656, 65_521, 65_536, 99_991, 100_000, 100_003, 131_072,
        262_144, 299_593, 7 * 61 * 61, 4 * 67 * 71, 2 * 9973,
    ])
    func longLengths(_ n: Int) throws {
        for lines in n < 5000 ? [1, 2, 9] : [1, 2] {
            let rows = (0 ..< lines).map { draw(n, seed: UInt64($0)) }
            let some = [0, 1, 2, n / 3, n / 2, n - 1] + numbers(n < 5000 ? 60 : 12).map { Int(($0 + 1) / 2 * Double(n - 1)) }
            for (dtype, limit) in Self.precisions {
                let x = try Tensor(rows.flatMap { $0 }, shape: [lines, n]).cast(to: dtype)
                let forward = try x.fft().scalars(as: Z.self)
                for (index, row) in rows.enumerated() {
                    let got = some.map { forward[index * n + $0] }
                    // The definition's own sums are not exact either.
                    #expect(error(got, defined(row, some)) < limit + 1e-17 * Double(n), "\(lines) of \(n), \(dtype)")
                }
                let back = try x.fft().ifft()
                #expect(error(try back.scalars(), try x.scalars()) < 2 * limit, "\(lines) of \(n), \(dtype), and back")
            }
        }
    }

    @Test("transforms of real numbers are halves of complex ones, and go back, for every length from 1 to 64 and longer")
    func realLengths() throws {
        for n in Array(1 ... 64) + [97, 100, 101, 256, 509, 1000, 1001, 4096, 4099, 10_000, 20_011, 65_536, 131_071] {
            for lines in [1, 2, 11] where n < 5000 || lines < 3 {
                for (dtype, limit) in Self.precisions {
                    let x = try Tensor(numbers(lines * n), shape: [lines, n]).cast(to: dtype.realType)
                    let whole = try x.fft()
                    let half = try x.rfft()
                    #expect(half.spec == TensorSpec(dtype, [lines, n / 2 + 1]))
                    let expected = try whole.sliced(axis: 1, from: 0, count: n / 2 + 1)
                    #expect(error(try half.scalars(), try expected.scalars()) < 2 * limit, "\(lines) of \(n), \(dtype)")
                    let back = try half.irfft(length: n)
                    #expect(back.spec == x.spec)
                    #expect(error(try back.scalars(), try x.scalars()) < 2 * limit, "\(lines) of \(n), \(dtype), back")
                    let down = try x.transposed().copy().rfft(axis: 0)
                    #expect(error(try down.transposed().scalars(), try half.scalars()) < limit, "\(n), \(dtype), down")
                    let up = try down.irfft(length: n, axis: 0)
                    #expect(error(try up.transposed().scalars(), try x.scalars()) < 2 * limit, "\(n), \(dtype), up")
                }
            }
        }
    }

    @Test("imaginary parts that real numbers cannot have do not count")
    func superfluousParts() throws {
        for n in [6, 7, 64, 128] {
            var spectrum = draw(n / 2 + 1)
            let expected = try Tensor(spectrum).irfft(length: n)
            spectrum[0].imaginary = 5
            if n % 2 == 0 { spectrum[n / 2].imaginary = -3 }
            #expect(try (Tensor(spectrum).irfft(length: n) - expected).abs().max().item() < 1e-15)
        }
    }

    @Test("a transform keeps the sum of squares, and a shift turns its elements", arguments: [60, 1009, 4096, 100_000])
    func theorems(_ n: Int) throws {
        let x = try Tensor(draw(n)), y = try x.fft(norm: .ortho)
        let before = try x.abs().square().sum().item(), after = try y.abs().square().sum().item()
        #expect(abs(after / before - 1) < 1e-14)
        let shifted = try Tensor.concatenate([x.sliced(axis: 0, from: n - 5, count: 5), x.sliced(axis: 0, from: 0, count: n - 5)])
        let turns = (0 ..< n).map { k in
            let angle = -2 * Double.pi * Double(5 * k % n) / Double(n)
            return Z(cos(angle), sin(angle))
        }
        let expected = try x.fft() * Tensor(turns)
        #expect(error(try shifted.fft().scalars(), try expected.scalars()) < 3e-15)
    }

    @Test("lengths, axes and norms are NumPy's")
    func recorded() throws {
        let recorded = try RecordedTensors("fourier.json")
        let records = try #require(recorded["transforms"]?.arrayValue)
        #expect(records.count > 140)
        for record in records {
            let name = try #require(record["name"]?.stringValue)
            let x = try recorded.tensor(try #require(record["x"])), y = try recorded.tensor(try #require(record["y"]))
            let attributes = Attributes(try #require(record["attributes"]?.objectValue))
            let function = try #require(Function.tensorFunctions.first { $0.name == name })
            for operand in [x, try Tensor.stack([x, x], axis: x.rank)[.ellipsis, 0]] {
                let result = try function([operand], attributes)[0]
                let what = "\(name) of \(x.spec) with \(attributes.object)"
                #expect(result.spec == y.spec, "\(what)")
                let limit = y.dtype.realType == .float32 ? 1e-6 : 1e-15
                #expect(error(try result.scalars(), try y.scalars()) < limit, "\(what)")
            }
        }
        for record in try #require(recorded["frequencies"]?.arrayValue) {
            let name = try #require(record["name"]?.stringValue)
            let function = try #require(Function.tensorFunctions.first { $0.name == name })
            let result = try function([], Attributes(try #require(record["attributes"]?.objectValue)))[0]
            let expected = try recorded.tensor(try #require(record["y"]))
            #expect(result.spec == expected.spec)
            #expect(try (result - expected).abs().max().item() < 1e-15)
        }
    }

    @Test("empty axes around the transformed one give empty results, an empty transformed axis is refused")
    func empty() throws {
        let x = try Tensor.zeros([0, 8], dtype: .complex64)
        #expect(try x.fft().shape == [0, 8])
        #expect(try x.rfftShape() == [0, 5])
        #expect(kind { try x.fft(axis: 0) } == .invalidArgument)
        #expect(kind { try x.fft(length: 0) } == .invalidArgument)
        #expect(kind { try x.fft(length: -3) } == .invalidArgument)
        #expect(try x.fft(length: 3, axis: 0).scalars() == [Z](repeating: Z(0), count: 24))
    }

    @Test("what has no transform is refused")
    func refused() throws {
        let z = try Tensor(draw(8)), x = try Tensor(numbers(8))
        #expect(kind { try z.rfft() } == .typeMismatch)
        #expect(kind { try z.ihfft() } == .typeMismatch)
        #expect(kind { try x.irfft(length: 0) } == .invalidArgument)
        #expect(kind { try Tensor([1.0]).irfft() } == .invalidArgument)
        #expect(kind { try x.fft(axis: 1) } == .axisOutOfRange)
        #expect(kind { try x.fftn(lengths: [3, 4]) } == .axisOutOfRange)
        #expect(kind { try x.fftn(lengths: [3], axes: [0, 0]) } == .invalidArgument)
        #expect(kind { try x.rfftn(axes: []) } == .invalidArgument)
        #expect(kind { try x.fft(length: 1 << 50) } == .outOfMemory)
        let fft = try #require(Function.tensorFunctions.first { $0.name == "fft" })
        #expect(message { try fft([x], ["norm": "sideways"]) }.contains("backward"))
    }
}

extension Tensor {
    fileprivate func rfftShape() throws -> [Int] { try real().rfft().shape }
}
