import Testing

@testable import HornbillKernels

@Suite struct CastTests {
    @Test("every pair of types converts small integers exactly", arguments: DType.allCases)
    func allPairs(_ from: DType) {
        let values: [Double] = (0..<133).map { Double($0 % 2 == 0 || from == .bool ? $0 % 2 : $0 % 100) }
        for to in DType.allCases {
            let source: [Complex<Double>] = cast(values, .float64, from, as: Complex<Double>.self)
            let target: [Complex<Double>] = cast(source, from, to, as: Complex<Double>.self)
            let back: [Double] = cast(target, to, .float64, as: Double.self)
            #expect(back == (to == .bool ? values.map { $0 != 0 ? 1 : 0 } : values), "\(from.name) to \(to.name)")
        }
    }

    @Test("floats become integers by truncation, and what does not fit is what x86 gives")
    func floatToInteger() {
        let x: [Float] = [1.9, -1.9, 3e9, -3e9, .nan, .infinity, -.infinity, 300, -1]
        #expect(cast(x, .float32, .int32, as: Int32.self) == [1, -1, .min, .min, .min, .min, .min, 300, -1])
        #expect(cast(x, .float32, .int64, as: Int64.self)[..<4] == [1, -1, 3_000_000_000, -3_000_000_000])
        #expect(cast(x, .float32, .uint8, as: UInt8.self)[7...] == [44, 255])
        #expect(cast(x, .float32, .uint32, as: UInt32.self)[2] == 3_000_000_000)
        #expect(cast([1e19, -1.0], .float64, .uint64, as: UInt64.self) == [10_000_000_000_000_000_000, .max])
        #expect(cast([Double(Int32.min) - 0.5], .float64, .int32, as: Int32.self) == [.min])
        #expect(cast([Float.nan, 0, -0.0, 0.1], .float32, .bool, as: Bool.self) == [true, false, false, true])
    }

    @Test("integers change width by truncation or by extension with their sign")
    func integerToInteger() {
        #expect(cast([Int8(-1), 127], .int8, .uint64, as: UInt64.self) == [.max, 127])
        #expect(cast([UInt8(255)], .uint8, .int16, as: Int16.self) == [255])
        #expect(cast([-1, 1 << 40 | 5] as [Int64], .int64, .int8, as: Int8.self) == [-1, 5])
        #expect(cast([UInt64.max], .uint64, .float64, as: Double.self) == [0x1p64])
        #expect(cast([Int64(1 << 24 + 1)], .int64, .float32, as: Float.self) == [0x1p24])
        #expect(cast([Int32(-3), 0], .int32, .bool, as: Bool.self) == [true, false])
    }

    @Test("16-bit floats round to nearest even from float32, and once from float64")
    func sixteenBit() {
        var random = TestRandom()
        var x: [Float] = [65504, 65520, 65519, 1e-8, 5.96e-8, .infinity, -.infinity, 1 + 0x1p-11, 1 + 0x1.8p-10, -0.0]
        x += random.floats(1000, in: -7e4...7e4) + random.floats(1000, in: -1e-4...1e-4)
        #expect(cast(x, .float32, .float16, as: Float16.self) == x.map { Float16($0) })
        #expect(cast(x.map(Double.init), .float64, .float16, as: Float16.self) == x.map { Float16($0) })
        // Just above a tie: rounding to float32 first would lose it.
        let tie = 1 + 0x1p-11 + 0x1p-40
        #expect(cast([tie, -tie], .float64, .float16, as: Float16.self) == [1 + 0x1p-10, -1 - 0x1p-10])
        #expect(cast([Float.nan], .float32, .float16, as: Float16.self)[0].isNaN)

        let b: [Float] = [1, 1 + 0x1p-8, 1 + 0x1.8p-7, 3.3895e38, .infinity, -2]
        let bits = cast(b, .float32, .bfloat16, as: UInt16.self)
        #expect(bits == [0x3f80, 0x3f80, 0x3f82, 0x7f7f, 0x7f80, 0xc000])
        #expect(cast([Float.nan], .float32, .bfloat16, as: UInt16.self)[0] & 0x7fff > 0x7f80)
        #expect(cast(bits, .bfloat16, .float32, as: Float.self)[2] == 1 + 0x1p-6)
    }

    @Test("large conversions do not depend on the number of threads")
    func threads() {
        let x = (0..<200_001).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let expected = x.map { Float($0) }
        for threads in [1, 2, 5] {
            Threads.count = threads
            #expect(cast(x, .uint8, .float32, as: Float.self) == expected)
        }
        Threads.count = 2
    }

    @Test("gathered rows are the rows, converted")
    func gather() {
        let table = (0..<1000 * 13).map { UInt8(truncatingIfNeeded: $0) }
        let rows = (0..<500).map { $0 * 7919 % 1000 }
        var out = [Float](repeating: -1, count: 500 * 13)
        let expected = rows.flatMap { row in (0..<13).map { Float(table[row * 13 + $0]) } }
        for parts in [[0..<500], [0..<3, 3..<100, 100..<500]] {
            out.withUnsafeMutableBufferPointer { out in
                out.update(repeating: -1)
                table.withUnsafeBufferPointer { table in
                    rows.withUnsafeBufferPointer { rows in
                        let gather = RowGather(
                            source: table.baseAddress!, sourceType: .uint8, rowElements: 13, indices: rows.baseAddress!,
                            count: 500, destination: out.baseAddress!, destinationType: .float32)
                        for part in parts { gather.run(rows: part) }
                    }
                }
            }
            #expect(out == expected)
        }
    }

    @Test("strided copies equal element-by-element copies, whatever the layout and the size of elements")
    func strided() {
        strided(UInt8.self)
        strided(UInt16.self)
        strided(Int32.self)
        strided(Int64.self)
    }

    private func strided<T: FixedWidthInteger>(_: T.Type) {
        var random = TestRandom()
        for _ in 0..<200 {
            let rank = Int.random(in: 1...4, using: &random)
            let shape = (0..<rank).map { _ in [1, 2, 3, 17, 40].randomElement(using: &random)! }
            let order = (0..<rank).shuffled(using: &random)
            var strides = [Int](repeating: 0, count: rank), next = 1
            for d in order {
                strides[d] = next
                next *= shape[d]
            }
            if Bool.random(using: &random) { strides[order[0]] = 0 }
            let source = (0..<next).map { T(truncatingIfNeeded: $0) }
            var dense = [Int](repeating: 1, count: rank)
            for d in (0..<rank - 1).reversed() { dense[d] = dense[d + 1] * shape[d + 1] }
            let count = shape.reduce(1, *)
            var out = [T](repeating: 0, count: count)
            copyStrided(dtypeSize: MemoryLayout<T>.size, shape: shape, srcStrides: strides, dstStrides: dense, src: source, dst: &out)
            var expected: [T] = []
            for i in 0..<count {
                var rest = i, offset = 0
                for d in (0..<rank).reversed() {
                    offset += rest % shape[d] * strides[d]
                    rest /= shape[d]
                }
                expected.append(source[offset])
            }
            #expect(out == expected, "shape \(shape) strides \(strides)")
        }
    }

    @Test("fill repeats the converted value")
    func fills() {
        var halves = [Float16](repeating: 0, count: 70)
        fill(.float16, &halves, 70, 0.1)
        #expect(halves.allSatisfy { $0 == Float16(0.1) })
        var large = [Int64](repeating: 0, count: 9)
        fill(.int64, &large, 9, integer: .max - 1)
        #expect(large.allSatisfy { $0 == .max - 1 })
    }
}
