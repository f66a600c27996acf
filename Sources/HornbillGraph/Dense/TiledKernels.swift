import HornbillKernels
import HornbillTensor

/// Dense layers computed in tiles, as kernels: each uses all threads.
enum TiledKernels {
    /// On x, w, the bias if there is one, and the result.
    static func forward(_ dense: TiledDense, activation: OneDNN.Activation?, hasBias: Bool) -> Kernel {
        let forward = TiledDenseForward(dense, activation: activation)
        return Kernel(scratchBytes: forward.scratchpadBytes, flops: dense.flops, detail: forward.description) {
            forward.makeCall(
                source: $0[0], weights: $0[1], bias: hasBias ? $0[2] : nil, destination: $0[hasBias ? 3 : 2],
                scratchpad: forward.scratchpadBytes > 0 ? $0.last : nil)
        }
    }

    /// On x, the result's gradient, and the gradients of w and, if there is one, of the bias.
    static func backwardWeights(_ dense: TiledDense, hasBias: Bool) -> Kernel {
        let parts = DenseGradientParts(dense)
        return Kernel(scratchBytes: parts.scratchpadBytes, flops: dense.flops, detail: parts.description) {
            let calls = parts.makeCalls(
                source: $0[0], gradient: $0[1], weightsGradient: $0[2], biasGradient: hasBias ? $0[3] : nil,
                scratchpad: parts.scratchpadBytes > 0 ? $0.last : nil)
            return { try parts.run(calls) }
        }
    }

    /// On the result's gradient, w, and the gradient of x.
    static func backwardData(_ dense: TiledDense) -> Kernel {
        let data = TiledDenseBackwardData(dense)
        return Kernel(flops: dense.flops, detail: data.description) {
            data.makeCall(gradient: $0[0], weights: $0[1], sourceGradient: $0[2])
        }
    }
}
