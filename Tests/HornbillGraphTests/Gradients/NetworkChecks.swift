import HornbillChecks

@testable import HornbillTensor

extension NamedCheck {
    /// Has no second derivatives.
    static let ctcLossOfLogits = NamedCheck("ctc loss of logits", [2, 5, 3]) {
        try ctcLoss(Tensor([1, 2, 2, 1], shape: [2, 2]), $0[0], Tensor([2, 1]), Tensor([5, 4]))
    }

    /// Functions of networks and of images.
    static let networks: [NamedCheck] = [
        NamedCheck("conv, channels first", [1, 2, 4, 5], [2, 3, 2, 2]) {
            try convolution(
                $0[0], $0[1],
                ConvolutionOptions(strides: [1, 2], padding: .same, dilations: [1, 1], format: .channelsFirst))
        },
        NamedCheck("depthwise conv", [1, 5, 3], [2, 3, 2]) {
            try depthwiseConvolution($0[0], $0[1], ConvolutionOptions(strides: [1], dilations: [2]))
        },
        NamedCheck("separable conv", [1, 4, 4, 2], [2, 2, 2, 2], [1, 1, 4, 3]) {
            try separableConvolution(
                $0[0], depthwise: $0[1], pointwise: $0[2],
                ConvolutionOptions(strides: [2, 2], padding: .same, dilations: [1, 1]))
        },
        NamedCheck("transposed conv", [1, 3, 2, 2], [3, 2, 3, 2]) {
            try transposedConvolution($0[0], $0[1], ConvolutionOptions(strides: [2, 3], padding: .same, dilations: [1, 1]))
        },
        NamedCheck("transposed conv with more at the end", [1, 3, 2], [2, 1, 2]) {
            try transposedConvolution(
                $0[0], $0[1], outputPadding: [3], ConvolutionOptions(strides: [2], dilations: [1]))
        },
        NamedCheck("max pool, channels first", [1, 2, 5, 4]) { try $0[0].maxPooled([2, 2], padding: .same, format: .channelsFirst) },
        NamedCheck("average pool", [1, 5, 4, 2]) { try $0[0].averagePooled([3, 2], strides: [1, 1], padding: .same) },
        NamedCheck("adaptive pools", [1, 7, 2]) { try $0[0].maxPooled(into: [3]) * $0[0].averagePooled(into: [3]) },
        NamedCheck("segment sums", [5, 2]) {
            try $0[0].segmented(.sum, Tensor([0, 2, -1, 2, 7]), count: 3).square()
        },
        NamedCheck("segment products", [4]) { try $0[0].segmented(.prod, Tensor([0, 1, 0, 9]), count: 2) },
        NamedCheck("dot product attention", [1, 3, 4, 2], [1, 3, 2, 2], [1, 3, 2, 3], [4, 1, 3]) {
            try dotProductAttention($0[0], $0[1], $0[2], bias: $0[3], isCausal: true)
        },
        NamedCheck("depth to space and back", [1, 2, 1, 8]) { try $0[0].depthToSpace(2).square().spaceToDepth(2) },
        NamedCheck("unfold", [1, 2, 4, 3]) {
            try $0[0].unfolded([2, 2], dilations: [2, 1], padding: [1, 0], strides: [1, 2]).square()
        },
        NamedCheck("fold", [1, 4, 6]) {
            try $0[0].folded(to: [3, 4], [2, 2], dilations: [1, 1], padding: [0, 0], strides: [1, 1]).square()
        },
        NamedCheck("peak signal to noise", [2, 3], [2, 3]) { try Tensor.signalToNoise($0[0], $0[1], peak: 2) },
        NamedCheck("greedy scores", [2, 4, 3]) { try $0[0].ctcGreedy(Tensor([4, 2])).scores.square() },
        NamedCheck("resize", [1, 4, 3, 2]) { try $0[0].resized(to: [3, 5], .bicubic).square() },
        NamedCheck("resize to the nearest", [4, 3, 1]) { try $0[0].resized(to: [2, 5], .nearest).square() },
        NamedCheck("resize with fewer pixels", [5, 4, 1]) {
            try $0[0].resized(to: [2, 3], .lanczos3, antialias: true, crop: true).square()
        },
        NamedCheck("scale and translate", [4, 5]) {
            try $0[0].scaledAndTranslated(
                to: [3, 6], axes: [0, 1], scales: [0.7, 1.3], translations: [0.2, -0.4], .bilinear).square()
        },
        NamedCheck("map coordinates", [3, 4], [2, 5], range: 0.1 ... 2.9) { try $0[0].sampled(at: $0[1], order: 1) },
        NamedCheck("map coordinates beyond the edge", [3, 4], [2, 5], range: -4 ... 6) {
            try $0[0].sampled(at: $0[1], order: 1, edge: .reflect)
        },
        NamedCheck("affine transform", [1, 4, 4, 2], [8], range: 0.1 ... 0.9) {
            try $0[0].affinelyTransformed($0[1], edge: .nearest)
        },
        NamedCheck("perspective transform", [1, 4, 4, 1], [4, 2], range: -0.2 ... 0.2) {
            let corners = try Tensor([0.0, 0, 3, 0.1, 0.1, 3, 3, 3.1], shape: [4, 2]).cast(to: $0[0].dtype)
            return try $0[0].perspectivelyTransformed(from: corners + $0[1], to: corners)
        },
        NamedCheck("gaussian blur", [1, 4, 5, 2]) { try $0[0].blurred([3, 5], deviations: [0.8, 1.2]) },
        NamedCheck("sobel edges", [1, 3, 4, 1]) { try $0[0].edges().square() },
        NamedCheck("structural similarity", [5, 5, 1], [5, 5, 1], range: 0 ... 1) {
            try Tensor.structuralSimilarity($0[0], $0[1], size: 3)
        },
        NamedCheck("greyscale", [2, 3, 3]) { try $0[0].greyscale().square() },
        NamedCheck("hue, saturation, value", [2, 3, 3], range: 0.1 ... 0.9) { try $0[0].hueSaturationValue() },
        NamedCheck("red, green, blue", [2, 2, 3], range: 0.1 ... 0.9) { try $0[0].redGreenBlue() },
        NamedCheck("patches", [1, 4, 5, 1]) { try $0[0].patches([2, 2], strides: [1, 2], dilations: [2, 1], padding: .same).square() },
        NamedCheck("padded and cropped images", [3, 2, 1]) {
            try $0[0].imagesPadded(top: 1, bottom: 0, left: 2, width: 5).imagesCropped(top: 1, height: 2, left: 0, right: 1).square()
        },
    ]
}
