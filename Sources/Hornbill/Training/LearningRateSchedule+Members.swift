import HornbillNN
import HornbillTensor

// Schedules where a learning rate is wanted: `.adam(learningRate: .cosineDecay(initialLearningRate: 0.1, decaySteps: 1000))`.
// Steps are counted from 0, one for each batch. Each throws `invalidArgument` for steps that are not positive.
extension LearningRate where Self == LearningRateSchedule {
    /// `rate · decayRate^(step / decaySteps)`, in stairs if `staircase`.
    public static func exponentialDecay(
        initialLearningRate: Double, decaySteps: Double, decayRate: Double, staircase: Bool = false
    ) throws -> LearningRateSchedule {
        try LearningRateSchedule.registry.make(
            "ExponentialDecay",
            [
                "initial_learning_rate": .double(initialLearningRate), "decay_steps": .double(decaySteps),
                "decay_rate": .double(decayRate), "staircase": .bool(staircase),
            ])
    }

    /// `rate / (1 + decayRate · step / decaySteps)`, in stairs if `staircase`.
    public static func inverseTimeDecay(
        initialLearningRate: Double, decaySteps: Double, decayRate: Double, staircase: Bool = false
    ) throws -> LearningRateSchedule {
        try LearningRateSchedule.registry.make(
            "InverseTimeDecay",
            [
                "initial_learning_rate": .double(initialLearningRate), "decay_steps": .double(decaySteps),
                "decay_rate": .double(decayRate), "staircase": .bool(staircase),
            ])
    }

    /// `values[i]` up to the step `boundaries[i]`, the last value after all of them. Throws `invalidArgument` unless there
    /// is one value more than boundaries.
    public static func piecewiseConstantDecay(boundaries: [Int], values: [Double]) throws -> LearningRateSchedule {
        try LearningRateSchedule.registry.make(
            "PiecewiseConstantDecay", ["boundaries": JSON(boundaries), "values": .array(values.map(JSON.double))])
    }

    /// From one rate to another in `decaySteps`, along a power; again and again if `cycle`.
    public static func polynomialDecay(
        initialLearningRate: Double, decaySteps: Double, endLearningRate: Double = 0.0001, power: Double = 1,
        cycle: Bool = false
    ) throws -> LearningRateSchedule {
        try LearningRateSchedule.registry.make(
            "PolynomialDecay",
            [
                "initial_learning_rate": .double(initialLearningRate), "decay_steps": .double(decaySteps),
                "end_learning_rate": .double(endLearningRate), "power": .double(power), "cycle": .bool(cycle),
            ])
    }

    /// Along half a cosine wave down to `alpha` times the rate, after a linear rise to `warmupTarget` if that is given
    /// (Loshchilov and Hutter 2016).
    public static func cosineDecay(
        initialLearningRate: Double, decaySteps: Double, alpha: Double = 0, warmupTarget: Double? = nil,
        warmupSteps: Double = 0
    ) throws -> LearningRateSchedule {
        try LearningRateSchedule.registry.make(
            "CosineDecay",
            [
                "initial_learning_rate": .double(initialLearningRate), "decay_steps": .double(decaySteps),
                "alpha": .double(alpha), "warmup_target": JSON(warmupTarget), "warmup_steps": .double(warmupSteps),
            ])
    }

    /// Cosine waves one after another, each `tMul` times as long as the last and `mMul` times as high.
    public static func cosineDecayRestarts(
        initialLearningRate: Double, firstDecaySteps: Double, tMul: Double = 2, mMul: Double = 1, alpha: Double = 0
    ) throws -> LearningRateSchedule {
        try LearningRateSchedule.registry.make(
            "CosineDecayRestarts",
            [
                "initial_learning_rate": .double(initialLearningRate), "first_decay_steps": .double(firstDecaySteps),
                "t_mul": .double(tMul), "m_mul": .double(mMul), "alpha": .double(alpha),
            ])
    }
}
