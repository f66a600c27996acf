import CVectorLoops
import Testing

@testable import HornbillKernels

/// Loops over whole vectors beside loops over single elements, at lengths that are no multiple of any vector's.
@Suite("Movement in vectors") struct MovementTests {
    private static let lengths = Array(0 ... 140) + [255, 256, 257, 1000, 40_003]

    private func random<T: FixedWidthInteger>(_: T.Type, _ count: Int) -> [T] {
        var random = TestRandom()
        return (0 ..< count).map { _ in T(truncatingIfNeeded: random.next()) }
    }

    private func copied<T: FixedWidthInteger>(_ source: [T], count: Int, from start: Int, step: Int) -> [T] {
        [T](unsafeUninitializedCapacity: count) { target, size in
            source.withUnsafeBufferPointer { source in
                if let to = target.baseAddress, let from = source.baseAddress, count > 0 {
                    copyStrided(
                        dtypeSize: MemoryLayout<T>.size, shape: [count], srcStrides: [step], dstStrides: [1],
                        src: from + start, dst: to)
                }
            }
            size = count
        }
    }

    private func checkCopies<T: FixedWidthInteger>(_ type: T.Type) {
        for count in MovementTests.lengths {
            // Nothing lies behind the last element that is copied.
            let source = random(type, max(0, 2 * count - 1))
            let everyOther = copied(source, count: count, from: 0, step: 2)
            #expect(everyOther == (0 ..< count).map { source[2 * $0] }, "\(type) \(count)")
            let backwards = copied(source, count: count, from: max(0, count - 1), step: -1)
            #expect(backwards == source[..<count].reversed(), "\(type) \(count)")
            let first = Array(source[..<count]), second = random(type, count)
            let pairs = [T](unsafeUninitializedCapacity: 2 * count) { target, size in
                if let to = target.baseAddress, count > 0 {
                    copyByTurns(elementSize: MemoryLayout<T>.size, to, first, second, count: count)
                }
                size = 2 * count
            }
            #expect(pairs == (0 ..< count).flatMap { [first[$0], second[$0]] }, "\(type) \(count)")
        }
    }

    @Test("every other element, elements backwards and two arrays by turns are those of a loop")
    func copies() {
        checkCopies(UInt8.self)
        checkCopies(UInt16.self)
        checkCopies(UInt32.self)
        checkCopies(UInt64.self)
    }

    @Test("what is written past the caches is what was to be written, wherever it begins and ends")
    func streaming() {
        let source = random(UInt8.self, 70_000)
        for (start, count) in [(0, 0), (1, 3), (0, 64), (3, 61), (5, 10_000), (63, 65_537), (64, 65_536)] {
            var target = [UInt8](repeating: 0, count: 70_000)
            target.withUnsafeMutableBytes { to in
                source.withUnsafeBytes { from in
                    if let to = to.baseAddress, let from = from.baseAddress {
                        Streaming.copy(to + start, from + 7, bytes: count)
                    }
                }
            }
            #expect(Array(target[start ..< start + count]) == Array(source[7 ..< 7 + count]))
            #expect(target[..<start].allSatisfy { $0 == 0 } && target[(start + count)...].allSatisfy { $0 == 0 })
        }
        let a = (0 ..< 5000).map(Float.init), b = a.map { 3 - $0 * 0.5 }
        for (start, count) in [(0, 0), (0, 1), (1, 17), (3, 511), (0, 512), (5, 513), (2, 4990)] {
            for shares in [false, true] {
                var target = [Float](repeating: -1, count: 5000)
                target.withUnsafeMutableBufferPointer { to in
                    guard let to = to.baseAddress, let kernel = elementwiseKernel(.add, .float32) else { return }
                    // Of the shared operand there are 128 equal elements.
                    let same = [Float](repeating: 2, count: 128)
                    same.withUnsafeBufferPointer { same in
                        guard let same = same.baseAddress else { return }
                        b.withUnsafeBufferPointer { b in
                            let second = shares ? UnsafeRawPointer(same) : UnsafeRawPointer(b.baseAddress!)
                            Streaming.run(
                                kernel, to + start, 4, a, 4, second, shares ? 0 : 4, second, shares ? 0 : 4, count: count,
                                longest: shares ? 128 : .max)
                        }
                    }
                }
                let wanted = (0 ..< count).map { a[$0] + (shares ? 2 : b[$0]) }
                #expect(Array(target[start ..< start + count]) == wanted, "\(start) \(count) \(shares)")
                #expect(target[..<start].allSatisfy { $0 == -1 } && target[(start + count)...].allSatisfy { $0 == -1 })
            }
        }
    }

    @Test("bytes divided and shifted by a single one, for every byte and every scalar")
    func bytes() {
        let all = (0 ..< 256).map(UInt8.init) + [9, 200, 3]
        func computed(_ op: ElementwiseOp, _ scalar: UInt8) -> [UInt8]? {
            var target = all, scalar = scalar
            guard let kernel = kernelByScalar(op, .uint8, &scalar) else { return nil }
            kernel(&target, all, &scalar, &scalar, all.count)
            return target
        }
        for scalar in UInt8.min ... .max {
            #expect(computed(.floorDivide, scalar) == (scalar < 2 ? nil : all.map { $0 / scalar }), "\(scalar)")
            #expect(computed(.remainder, scalar) == (scalar < 2 ? nil : all.map { $0 % scalar }), "\(scalar)")
            #expect(computed(.shiftLeft, scalar) == (scalar > 7 ? nil : all.map { $0 << scalar }), "\(scalar)")
            #expect(computed(.shiftRight, scalar) == (scalar > 7 ? nil : all.map { $0 >> scalar }), "\(scalar)")
        }
        #expect(computed(.add, 3) == nil)
    }

    @Test("64-bit integers divided by a single one, next to multiples, to powers of two and to the ends of the range")
    func longs() {
        var divisors: [Int64] = [1, -1, 2, -2, 3, 7, -7, 10, 1000, 1 << 31, -(1 << 31), 1 << 49, (1 << 50) - 1, -(1 << 50)]
        divisors += random(Int64.self, 40).map { $0 >> 20 | 1 }
        for divisor in divisors {
            var numbers: [Int64] = [0, 1, -1, .min, .max, .min + 1]
            for power in 0 ..< 63 { numbers += [1, -1, 0].flatMap { [1 << power &+ $0, -(1 << power) &+ $0] } }
            for multiple in random(Int64.self, 100) {
                let product = (multiple >> 30) &* divisor
                numbers += [product, product &+ 1, product &- 1]
            }
            for op in [ElementwiseOp.floorDivide, .remainder] {
                var target = numbers, scalar = divisor
                guard let kernel = kernelByScalar(op, .int64, &scalar) else {
                    Issue.record("no kernel for \(divisor)")
                    continue
                }
                kernel(&target, numbers, &scalar, &scalar, numbers.count)
                for (number, found) in zip(numbers, target) {
                    let (quotient, rest) = divisor == -1 ? (0 &- number, 0) : number.quotientAndRemainder(dividingBy: divisor)
                    let isBelow = rest != 0 && (rest < 0) != (divisor < 0)
                    let exact = op == .floorDivide ? (isBelow ? quotient - 1 : quotient) : (isBelow ? rest + divisor : rest)
                    #expect(found == exact, "\(op) \(number) \(divisor)")
                }
            }
        }
        for scalar in [Int64(0), .min, .max, 1 << 50] {
            #expect(withUnsafePointer(to: scalar) { kernelByScalar(.floorDivide, .int64, $0) } == nil)
        }
    }

    @Test("integer powers are products, wrap, and know negative exponents")
    func integerPowers() {
        func check<T: FixedWidthInteger>(_ type: T.Type, _ dtype: DType) {
            let bases = random(type, 300)
            for largest in [T(1), 3, 60] {
                for negatives in [false, T.isSigned] {
                    let exponents = random(type, 300).enumerated().map { index, x in
                        let power = T(truncatingIfNeeded: x.magnitude % T.Magnitude(truncatingIfNeeded: largest + 1))
                        return negatives && index % 50 == 0 ? 0 &- power : power
                    }
                    var target = bases
                    target.withUnsafeMutableBufferPointer {
                        guard let to = $0.baseAddress, let kernel = elementwiseKernel(.power, dtype) else { return }
                        kernel(to, to, exponents, exponents, 300)
                    }
                    let wanted = zip(bases, exponents).map { base, exponent -> T in
                        if exponent < 0 { return base == 1 ? 1 : base == (0 &- 1) ? (exponent & 1 == 0 ? 1 : base) : 0 }
                        return (0 ..< Int(exponent)).reduce(T(1)) { product, _ in product &* base }
                    }
                    #expect(target == wanted, "\(dtype.name) \(largest) \(negatives)")
                }
            }
        }
        check(Int8.self, .int8)
        check(UInt8.self, .uint8)
        check(UInt16.self, .uint16)
        check(Int32.self, .int32)
        check(Int64.self, .int64)
        check(UInt64.self, .uint64)
    }

    @Test("comparisons of floats are those of Swift, with NaN and zeros of both signs")
    func comparisons() {
        func check<T: BinaryFloatingPoint>(_: T.Type, _ dtype: DType) {
            let some: [T] = [0, -0.0, 1, -1, .nan, .infinity, -.infinity, 2.5]
            let a = (0 ..< 300).map { some[$0 % 8] }, b = (0 ..< 300).map { some[$0 / 8 % 8] }
            let all: [(ElementwiseOp, (T, T) -> Bool)] = [
                (.equal, { $0 == $1 }), (.notEqual, { $0 != $1 }), (.less, { $0 < $1 }), (.lessEqual, { $0 <= $1 }),
                (.greater, { $0 > $1 }), (.greaterEqual, { $0 >= $1 }),
            ]
            for (op, compare) in all {
                for count in [1, 10, 63, 64, 65, 300] {
                    var target = [UInt8](repeating: 9, count: 301)
                    a.withUnsafeBytes { a in
                        b.withUnsafeBytes { b in
                            elementwiseKernel(op, dtype)?(&target, a.baseAddress!, b.baseAddress!, b.baseAddress!, count)
                        }
                    }
                    #expect(target[..<count].elementsEqual((0 ..< count).map { compare(a[$0], b[$0]) ? 1 : 0 }), "\(op) \(count)")
                    #expect(target[count...].allSatisfy { $0 == 9 })
                }
            }
        }
        check(Float.self, .float32)
        check(Double.self, .float64)
    }

    @Test("elements that are not zero are counted, -0 as zero and NaN not")
    func counting() {
        func check<T: BitwiseCopyable>(_ dtype: DType, _ values: [T], _ isZero: (T) -> Bool) {
            for count in MovementTests.lengths where count <= values.count {
                #expect(countNonzero(dtype, values, count: count) == values[..<count].count { !isZero($0) }, "\(dtype.name) \(count)")
            }
        }
        let some = random(UInt64.self, 40_003)
        check(.uint8, some.map { UInt8($0 % 3) }) { $0 == 0 }
        check(.int16, some.map { Int16($0 % 3) - 1 }) { $0 == 0 }
        check(.int32, some.map { Int32($0 % 3) - 1 }) { $0 == 0 }
        check(.int64, some.map { Int64($0 % 3) << 40 }) { $0 == 0 }
        check(.float32, some.map { [0, -0.0, .nan, 1e-45, -3][Int($0 % 5)] as Float }) { $0 == 0 }
        check(.float64, some.map { [0, -0.0, .nan, 5e-324, -3][Int($0 % 5)] as Double }) { $0 == 0 }
    }

    @Test("the words of many elements are those of their blocks")
    func philox() {
        let key: UInt64 = 0x299f_31d0_a409_3822
        for (first, groups) in [(UInt64(0), 1), (5, 2), (1 << 40, 3), (7, 8)] {
            var words = [UInt32](repeating: 0, count: 32 * groups)
            hbi_philox(key, 3, first, groups, &words)
            for group in 0 ..< groups {
                for block in 0 ..< 8 {
                    let number = (first + UInt64(group)) * 8 + UInt64(block)
                    let wanted = Philox.block(
                        key: key, counter: SIMD4(UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32), 0, 3))
                    #expect((0 ..< 4).allSatisfy { words[32 * group + 8 * $0 + block] == wanted[$0] })
                }
            }
        }
    }
}
