extension Images {
    /// Each image looked up at the places (y, x), of shape (batch, height, width) or (1, height, width).
    fileprivate func looked(up y: Tensor, _ x: Tensor, _ sampler: Sampler) throws -> Tensor {
        let count = batch.shape[0], places = [count] + y.shape[1...]
        let table = try floats()
        guard table.count > 0 else { return try Tensor.zeros(places + [channels], dtype: table.dtype) }
        // The images one below the other; each place looks in its own.
        let first = try Tensor.places(count, axis: 0, rank: 3, .int64) * (height * width)
        let found = try sampler.values(
            table.reshaped(to: [count * height * width, channels]), [height, width],
            at: [y, x].map { try $0.cast(to: table.dtype).broadcast(to: places) }, first: first)
        return try dtype.isInteger ? found.roundedAway() : found
    }
}

/// Whether a word names linear interpolation.
enum Interpolation: String {
    case nearest, bilinear
}

extension Tensor {
    /// Images seen through a linear map: the pixel at (x, y) is what lies at (a₀x + a₁y + a₂, b₀x + b₁y + b₂).
    ///
    /// - Parameter transform: a₀ a₁ a₂ b₀ b₁ b₂ and two numbers that are not used, for all images or for each.
    public func affinelyTransformed(
        _ transform: Tensor, linear: Bool = true, edge: SamplingEdge = .constant, fill: Double = 0,
        format: DataFormat = .channelsLast
    ) throws -> Tensor {
        let images = try Images(self, format, "affine_transform"), count = images.batch.shape[0]
        guard transform.rank == 1 || transform.rank == 2, transform.shape[transform.rank - 1] == 8,
            transform.rank == 1 || transform.shape[0] == count || transform.shape[0] == 1
        else {
            throw HornbillError(
                .shapeMismatch,
                "affine_transform: `transform`: expected 8 numbers, or 8 for each of \(count) images, got shape "
                    + shapeText(transform.shape))
        }
        let type = images.dtype == .float64 ? DType.float64 : .float32
        let numbers = try transform.cast(to: type).reshaped(to: [-1, 8])
        func factor(_ index: Int) throws -> Tensor {
            try numbers.sliced(axis: 1, from: index, count: 1).reshaped(to: [numbers.shape[0], 1, 1])
        }
        let y = try Tensor.places(images.height, axis: 1, rank: 3, type)
        let x = try Tensor.places(images.width, axis: 2, rank: 3, type)
        let across = try factor(0) * x + factor(1) * y + factor(2)
        let down = try factor(3) * x + factor(4) * y + factor(5)
        return try images.restored(
            images.looked(up: down, across, Sampler(isLinear: linear, edge: edge, fill: fill)))
    }

    /// Images seen from elsewhere: what was at `start` comes to `end`, four corners (x, y) for all images or for each.
    public func perspectivelyTransformed(
        from start: Tensor, to end: Tensor, linear: Bool = true, fill: Double = 0, format: DataFormat = .channelsLast
    ) throws -> Tensor {
        let images = try Images(self, format, "perspective_transform"), count = images.batch.shape[0]
        func points(_ given: Tensor, _ name: String) throws -> Tensor {
            guard given.rank == 2 || given.rank == 3, Array(given.shape.suffix(2)) == [4, 2],
                given.rank == 2 || given.shape[0] == count || given.shape[0] == 1, !given.dtype.isComplex
            else {
                throw HornbillError(
                    .shapeMismatch,
                    "perspective_transform: invalid \(name) shape: expected (4,2) for a single image or (N,4,2) for a batch, got "
                        + shapeText(given.shape))
            }
            return try given.cast(to: .float64).reshaped(to: [-1, 4, 2])
        }
        guard start.shape == end.shape else {
            throw HornbillError(
                .shapeMismatch,
                "perspective_transform: start_points and end_points must have the same shape, got \(shapeText(start.shape)) and "
                    + shapeText(end.shape))
        }
        let from = try points(start, "start_points"), to = try points(end, "end_points")
        let sx = try from.sliced(axis: 2, from: 0, count: 1), sy = try from.sliced(axis: 2, from: 1, count: 1)
        let ex = try to.sliced(axis: 2, from: 0, count: 1), ey = try to.sliced(axis: 2, from: 1, count: 1)
        // Two equations for each corner: where it comes to, times the denominator, is where it was.
        let one = try ex * 0.0 + 1.0, zero = try ex * 0.0
        let upper = try Tensor.concatenate([ex, ey, one, zero, zero, zero, -(sx * ex), -(sx * ey)], axis: 2)
        let lower = try Tensor.concatenate([zero, zero, zero, ex, ey, one, -(sy * ex), -(sy * ey)], axis: 2)
        let factors = try solve(.concatenate([upper, lower], axis: 1), .concatenate([sx, sy], axis: 1))
        func factor(_ index: Int) throws -> Tensor { try factors.sliced(axis: 1, from: index, count: 1) }
        let y = try Tensor.places(images.height, axis: 1, rank: 3, .float64)
        let x = try Tensor.places(images.width, axis: 2, rank: 3, .float64)
        let scale = try factor(6) * x + factor(7) * y + 1.0
        let across = try (factor(0) * x + factor(1) * y + factor(2)) / scale
        let down = try (factor(3) * x + factor(4) * y + factor(5)) / scale
        return try images.restored(
            images.looked(up: down, across, Sampler(isLinear: linear, edge: .constant, fill: fill)))
    }

    /// Images whose pixels are moved at random, by numbers that change little from one to the next.
    ///
    /// - Parameters:
    ///   - noise: normal numbers (2, batch, height, width): the moves across and down before they are smoothed.
    ///   - alpha: by how much pixels move.
    ///   - sigma: how smooth the moves are.
    public func elasticallyTransformed(
        _ noise: Tensor, alpha: Double = 20, sigma: Double = 5, linear: Bool = true, edge: SamplingEdge = .reflect,
        fill: Double = 0, format: DataFormat = .channelsLast
    ) throws -> Tensor {
        let images = try Images(self, format, "elastic_transform")
        guard sigma.isFinite, sigma > 0, sigma < 1e6, alpha.isFinite else {
            throw HornbillError(
                .invalidArgument,
                "elastic_transform: expected a finite `alpha` and a positive `sigma`, got \(alpha) and \(sigma)")
        }
        let shape = [images.batch.shape[0], images.height, images.width]
        guard noise.shape == [2] + shape else {
            throw HornbillError(
                .shapeMismatch,
                "elastic_transform: expected noise of shape \(shapeText([2] + shape)), got \(shapeText(noise.shape))")
        }
        let window = Int(6 * sigma) | 1
        func moves(_ index: Int) throws -> Tensor {
            let drawn = try noise.sliced(axis: 0, from: index, count: 1).reshaped(to: shape + [1]) * sigma
            return try drawn.blurred([window, window], deviations: [sigma, sigma]).reshaped(to: shape) * alpha
        }
        let y = try Tensor.places(images.height, axis: 1, rank: 3, noise.dtype) + moves(1)
        let x = try Tensor.places(images.width, axis: 2, rank: 3, noise.dtype) + moves(0)
        return try images.restored(images.looked(up: y, x, Sampler(isLinear: linear, edge: edge, fill: fill)))
    }
}
