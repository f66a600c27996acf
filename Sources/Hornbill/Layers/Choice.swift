import HornbillNN
import HornbillTensor

/// An initializer, a regularizer or a constraint as an argument of a layer: `.heNormal(seed: 1)`, `.l2(0.01)`, or
/// Keras' name in quotes.
///
/// A choice is checked when the layer is made, which is where an unknown name or a bad number throws.
public struct Choice<Object>: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Keras' configuration, or its name for the thing.
    public let configuration: JSON

    /// The choice that Keras' JSON describes: a name, or `{"class_name": …, "config": …}`.
    public init(_ configuration: JSON) { self.configuration = configuration }

    /// The choice of that name: `"glorot_uniform"`.
    public init(stringLiteral name: String) { configuration = .string(name) }

    init(_ className: String, _ config: JSON.Object) {
        configuration = ["class_name": .string(className), "config": .object(config)]
    }
}

/// How a weight begins. (`keras.initializers`)
public typealias InitializerChoice = Choice<Initializer>
/// What large weights or outputs add to the loss. (`keras.regularizers`)
public typealias RegularizerChoice = Choice<Regularizer>
/// What a weight is made to satisfy after each step. (`keras.constraints`)
public typealias ConstraintChoice = Choice<Constraint>

extension Choice where Object == Initializer {
    /// All zeros.
    public static var zeros: Self { "zeros" }
    /// All ones.
    public static var ones: Self { "ones" }
    /// All of one value.
    public static func constant(_ value: Double) -> Self { Self("Constant", ["value": .double(value)]) }
    /// Uniform between limits.
    public static func randomUniform(minval: Double = -0.05, maxval: Double = 0.05, seed: Int? = nil) -> Self {
        Self("RandomUniform", ["minval": .double(minval), "maxval": .double(maxval), "seed": JSON(seed)])
    }
    /// Normal.
    public static func randomNormal(mean: Double = 0, stddev: Double = 0.05, seed: Int? = nil) -> Self {
        Self("RandomNormal", ["mean": .double(mean), "stddev": .double(stddev), "seed": JSON(seed)])
    }
    /// Normal, drawn again while beyond two standard deviations.
    public static func truncatedNormal(mean: Double = 0, stddev: Double = 0.05, seed: Int? = nil) -> Self {
        Self("TruncatedNormal", ["mean": .double(mean), "stddev": .double(stddev), "seed": JSON(seed)])
    }
    /// Of variance `scale` divided by the numbers of inputs and outputs: `mode` is "fan_in", "fan_out" or "fan_avg",
    /// `distribution` "truncated_normal", "untruncated_normal" or "uniform".
    public static func varianceScaling(
        scale: Double = 1, mode: String = "fan_in", distribution: String = "truncated_normal", seed: Int? = nil
    ) -> Self {
        Self(
            "VarianceScaling",
            [
                "scale": .double(scale), "mode": .string(mode), "distribution": .string(distribution),
                "seed": JSON(seed),
            ])
    }
    /// Glorot and Bengio 2010, uniform.
    public static var glorotUniform: Self { "glorot_uniform" }
    /// Glorot and Bengio 2010, uniform.
    public static func glorotUniform(seed: Int?) -> Self { Self("GlorotUniform", ["seed": JSON(seed)]) }
    /// Glorot and Bengio 2010, normal.
    public static var glorotNormal: Self { "glorot_normal" }
    /// Glorot and Bengio 2010, normal.
    public static func glorotNormal(seed: Int?) -> Self { Self("GlorotNormal", ["seed": JSON(seed)]) }
    /// He et al. 2015, uniform.
    public static var heUniform: Self { "he_uniform" }
    /// He et al. 2015, uniform.
    public static func heUniform(seed: Int?) -> Self { Self("HeUniform", ["seed": JSON(seed)]) }
    /// He et al. 2015, normal.
    public static var heNormal: Self { "he_normal" }
    /// He et al. 2015, normal.
    public static func heNormal(seed: Int?) -> Self { Self("HeNormal", ["seed": JSON(seed)]) }
    /// LeCun et al. 1998, uniform.
    public static var lecunUniform: Self { "lecun_uniform" }
    /// LeCun et al. 1998, uniform.
    public static func lecunUniform(seed: Int?) -> Self { Self("LecunUniform", ["seed": JSON(seed)]) }
    /// LeCun et al. 1998, normal.
    public static var lecunNormal: Self { "lecun_normal" }
    /// LeCun et al. 1998, normal.
    public static func lecunNormal(seed: Int?) -> Self { Self("LecunNormal", ["seed": JSON(seed)]) }
    /// Orthonormal rows or columns (Saxe et al. 2013).
    public static func orthogonal(gain: Double = 1, seed: Int? = nil) -> Self {
        Self("Orthogonal", ["gain": .double(gain), "seed": JSON(seed)])
    }
    /// The identity matrix, times `gain`.
    public static func identity(gain: Double = 1) -> Self { Self("Identity", ["gain": .double(gain)]) }
}

extension Choice where Object == Regularizer {
    /// `rate` times the sum of the absolute values.
    public static func l1(_ rate: Double = 0.01) -> Self { Self("L1", ["l1": .double(rate)]) }
    /// `rate` times the sum of the squares.
    public static func l2(_ rate: Double = 0.01) -> Self { Self("L2", ["l2": .double(rate)]) }
    /// Both.
    public static func l1l2(l1: Double = 0, l2: Double = 0) -> Self {
        Self("L1L2", ["l1": .double(l1), "l2": .double(l2)])
    }
}

extension Choice where Object == Constraint {
    /// No element below zero.
    public static var nonNegative: Self { "non_neg" }
    /// Every norm along `axis` is 1.
    public static func unitNorm(axis: Int = 0) -> Self { Self("UnitNorm", ["axis": .int(axis)]) }
    /// No norm along `axis` above `maxValue`.
    public static func maxNorm(_ maxValue: Double = 2, axis: Int = 0) -> Self {
        Self("MaxNorm", ["max_value": .double(maxValue), "axis": .int(axis)])
    }
    /// Norms along `axis` are moved between the limits, by the share `rate` of their distance.
    public static func minMaxNorm(
        minValue: Double = 0, maxValue: Double = 1, rate: Double = 1, axis: Int = 0
    ) -> Self {
        Self(
            "MinMaxNorm",
            [
                "min_value": .double(minValue), "max_value": .double(maxValue), "rate": .double(rate),
                "axis": .int(axis),
            ])
    }
}
