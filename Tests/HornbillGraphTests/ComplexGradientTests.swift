import HornbillTensor
import Testing

@testable import HornbillGraph

@Suite struct ComplexGradientTests {
    typealias Body = ([Tensor]) throws -> Tensor

    /// Functions of complex numbers, away from their branch cuts.
    static let functions: [(name: String, body: Body)] = [
        ("abs", { try $0[0].abs() }), ("real", { try $0[0].real() }), ("imag", { try $0[0].imag() }),
        ("angle", { try $0[0].angle() }), ("conj", { try $0[0].conj() }), ("negative", { try -$0[0] }),
        ("square", { try $0[0].square() }), ("sqrt", { try $0[0].sqrt() }), ("exp", { try $0[0].exp() }),
        ("expm1", { try $0[0].expm1() }), ("log", { try $0[0].log() }), ("log1p", { try $0[0].log1p() }),
        ("log2", { try $0[0].log2() }), ("sin", { try $0[0].sin() }), ("cos", { try $0[0].cos() }),
        ("tan", { try $0[0].tan() }), ("tanh", { try $0[0].tanh() }), ("asin", { try $0[0].asin() }),
        ("acosh", { try $0[0].acosh() }), ("reciprocal", { try $0[0].reciprocal() }),
        ("add", { try add($0[0], $0[1]) }), ("subtract", { try subtract($0[0], $0[1]) }),
        ("multiply", { try multiply($0[0], $0[1]) }), ("divide", { try divide($0[0], $0[1]) }),
        ("power", { try pow($0[0], $0[1]) }),
        ("broadcast", { try multiply($0[0], $0[1][0]) }),
        ("product with a real part", { try multiply($0[0].real(), $0[1]) }),
        ("of two parts", { try complex($0[0].abs(), $0[1].imag()) }),
        ("matmul", { try matmul($0[0].reshaped(to: [2, 3]), $0[1].reshaped(to: [3, 2])) }),
        ("sum", { try $0[0].reshaped(to: [2, 3]).sum(axes: [0]) }), ("prod", { try $0[0].prod() }),
        ("mean", { try $0[0].mean() }), ("var", { try $0[0].variance() }),
        ("cumulative_sum", { try $0[0].cumulativeSum(axis: 0) }),
        ("cumulative_prod", { try $0[0].cumulativeProduct(axis: 0) }),
        ("where", { try Tensor.where(Tensor([true, false, true, true, false, false]), $0[0], $0[1]) }),
        ("take", { try $0[0].take(Tensor([5, 1, 1]), axis: 0) }),
        ("reversed", { try $0[0].flipped() * $0[1] }),
        ("real part of a narrower type", { try $0[0].cast(to: .complex64).real() * $0[1].real() }),
    ]

    @Test("gradients are those of central differences: by the real part, minus i times that by the imaginary part")
    func centralDifferences() throws {
        let x: [Complex<Double>] = [
            Complex(0.5, 0.25), Complex(-0.75, 1), Complex(1.5, -0.5), Complex(0.25, -1.25), Complex(-0.5, -0.5),
            Complex(2, 0.75),
        ]
        let y: [Complex<Double>] = [
            Complex(1, -0.5), Complex(0.5, 0.5), Complex(-1.25, 0.25), Complex(0.75, 1), Complex(1.5, 0.5),
            Complex(-0.5, 1),
        ]
        let spec = TensorSpec(.complex128, [6])
        for (name, body) in Self.functions {
            // A real loss that weighs the parts of each result differently.
            func loss(_ inputs: [Tensor]) throws -> Tensor {
                let result = try body(inputs)
                let weights = (0 ..< result.count).map { Complex(1 + Double($0) / 4, 2 - Double($0) / 3) }
                return try (result * Tensor(weights, shape: result.shape)).real().sum()
            }
            let compiled = CompiledFunction("gradients") { inputs in
                try gradients(of: loss(inputs), withRespectTo: inputs).map { try $0 ?? Tensor.zeros([6], dtype: .complex128) }
            }
            let operands = [try Tensor(x), try Tensor(y)]
            let found = try compiled(operands)
            let tolerance = name.contains("narrower") ? 1e-2 : 1e-6, step = name.contains("narrower") ? 0x1p-8 : 1e-6
            for operand in 0 ... 1 {
                #expect(found[operand].spec == spec, "\(name)")
                let gradient = try found[operand].scalars(as: Complex<Double>.self)
                for index in 0 ..< 6 {
                    func slope(_ direction: Complex<Double>) throws -> Double {
                        func value(_ distance: Double) throws -> Double {
                            var values = operand == 0 ? x : y
                            values[index].real += distance * direction.real
                            values[index].imaginary += distance * direction.imaginary
                            let moved = try Tensor(values)
                            return try loss(operand == 0 ? [moved, operands[1]] : [operands[0], moved]).item()
                        }
                        return try (value(step) - value(-step)) / (2 * step)
                    }
                    let expected = Complex(try slope(Complex(1, 0)), -(try slope(Complex(0, 1))))
                    let size = max(1, abs(expected.real), abs(expected.imaginary))
                    let isClose = abs(gradient[index].real - expected.real) <= tolerance * size
                        && abs(gradient[index].imaginary - expected.imaginary) <= tolerance * size
                    #expect(isClose, "\(name), operand \(operand), element \(index): \(gradient[index]), not \(expected)")
                }
            }
        }
    }

    @Test("compiled complex expressions give what they give one by one, constants and casts included")
    func compiled() throws {
        let z = try complex(matrix(7, 5), matrix(7, 5, seed: 2))
        func body(_ inputs: [Tensor]) throws -> Tensor {
            let z = inputs[0]
            let constant = try Tensor([Complex(0.5, -2)], shape: []).cast(to: .complex64)
            let sum = try (z * constant + 1.0) / (z.conj() - constant)
            return try Tensor.where(equal(z.real(), z.imag()), sum, sum.exp() * z.abs()) + z.angle().cast(to: .complex128)
        }
        let expected = try body([z])
        let result = try CompiledFunction("complex") { [try body($0)] }([z])[0]
        #expect(result.spec == TensorSpec(.complex128, [7, 5]))
        let difference = try (result - expected).abs().max().item()
        #expect(difference < 1e-6)
    }

    @Test("a complex loss has no gradient")
    func complexLoss() throws {
        let z = Tensor.placeholder(TensorSpec(.complex64, [2]), name: "z")
        #expect(throws: HornbillError.self) { try gradients(of: z.sum(), withRespectTo: [z]) }
    }
}
