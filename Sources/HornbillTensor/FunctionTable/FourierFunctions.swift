extension Function {
    private static func line(
        _ name: String, _ summary: String,
        _ body: @escaping (Tensor) -> (_ length: Int?, _ axis: Int, _ norm: FourierNorm) throws -> Tensor
    ) -> Function {
        Function("\(name)(x; n, axis, norm)", summary) {
            try body($0[0])($0.attributes.int("n"), $0.axis(-1) ?? -1, $0.norm())
        }
    }

    private static func plane(
        _ name: String, _ summary: String, axes: [Int]?,
        _ body: @escaping (Tensor) -> (_ lengths: [Int]?, _ axes: [Int]?, _ norm: FourierNorm) throws -> Tensor
    ) -> Function {
        Function("\(name)(x; s, axes, norm)", summary) {
            try body($0[0])($0.attributes.ints("s"), $0.attributes.ints("axes") ?? axes, $0.norm())
        }
    }

    /// Discrete Fourier transforms. `norm` is "backward", "ortho" or "forward".
    static let fourierTransforms: [Function] = [
        line("fft", "The discrete Fourier transform along an axis (-1), cut or padded to n.") { $0.fft },
        line("ifft", "The inverse of fft.") { $0.ifft },
        line("rfft", "The first half of fft of real numbers.") { $0.rfft },
        line("irfft", "The inverse of rfft, with n results (2 (m - 1)).") { $0.irfft },
        line("hfft", "fft of a signal whose second half is the conjugate of the first, which is given.") { $0.hfft },
        line("ihfft", "The inverse of hfft.") { $0.ihfft },
        plane("fftn", "fft along axes, or all of them, cut or padded to the lengths s.", axes: nil) { $0.fftn },
        plane("ifftn", "The inverse of fftn.", axes: nil) { $0.ifftn },
        plane("rfftn", "rfft along the last of the axes, fft along the others.", axes: nil) { $0.rfftn },
        plane("irfftn", "The inverse of rfftn.", axes: nil) { $0.irfftn },
        plane("fft2", "fftn along the last two axes.", axes: [-2, -1]) { $0.fftn },
        plane("ifft2", "The inverse of fft2.", axes: [-2, -1]) { $0.ifftn },
        plane("rfft2", "rfftn along the last two axes.", axes: [-2, -1]) { $0.rfftn },
        plane("irfft2", "The inverse of rfft2.", axes: [-2, -1]) { $0.irfftn },
        Function("fftfreq(; n, d, dtype)", "The frequencies of fft's results for samples at a distance d (1).") {
            try Tensor.fftFrequencies(
                $0.attributes.required("n", $0.attributes.int), spacing: $0.attributes.double("d") ?? 1,
                dtype: $0.dtype(.float64))
        },
        Function("rfftfreq(; n, d, dtype)", "The frequencies of rfft's results for samples at a distance d (1).") {
            try Tensor.rfftFrequencies(
                $0.attributes.required("n", $0.attributes.int), spacing: $0.attributes.double("d") ?? 1,
                dtype: $0.dtype(.float64))
        },
        Function("fftshift(x; axes)", "The frequency 0 moved to the middle of axes, or of all.") {
            try $0[0].fftShifted(axes: $0.attributes.intOrInts("axes"))
        },
        Function("ifftshift(x; axes)", "The inverse of fftshift.") {
            try $0[0].inverseFFTShifted(axes: $0.attributes.intOrInts("axes"))
        },
    ]
}

extension Function.Call {
    fileprivate func norm() throws -> FourierNorm {
        guard let name = try attributes.string("norm") else { return .backward }
        guard let norm = FourierNorm(rawValue: name) else {
            throw HornbillError(
                .invalidArgument,
                "Invalid norm value \(name); should be \"backward\", \"ortho\" or \"forward\".")
        }
        return norm
    }
}
