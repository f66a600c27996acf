import HornbillNN
import HornbillTensor

// Optimizers where one is wanted: `try model.compile(optimizer: .rmsprop(learningRate: 0.01), …)`. The classes,
// `RMSprop(…)`, take further arguments: weight decay, clipping, averages of the weights.
extension Optimizer {
    /// Gradient descent, with momentum (Polyak) or Nesterov's. The defaults are Keras'.
    public static var sgd: Optimizer { get throws { try SGD() } }
    /// Gradient descent, with momentum (Polyak) or Nesterov's.
    public static func sgd(
        learningRate: any LearningRate = 0.01, momentum: Double = 0, nesterov: Bool = false
    ) throws -> Optimizer {
        try SGD(learningRate: learningRate, momentum: momentum, nesterov: nesterov)
    }
    /// Steps divided by a running root mean square of the gradient (Hinton 2012). The defaults are Keras'.
    public static var rmsprop: Optimizer { get throws { try RMSprop() } }
    /// Steps divided by a running root mean square of the gradient (Hinton 2012).
    public static func rmsprop(
        learningRate: any LearningRate = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
        centered: Bool = false
    ) throws -> Optimizer {
        try RMSprop(learningRate: learningRate, rho: rho, momentum: momentum, epsilon: epsilon, centered: centered)
    }
    /// Adaptive moments (Kingma and Ba 2014). The defaults are Keras'.
    public static var adam: Optimizer { get throws { try Adam() } }
    /// Adaptive moments (Kingma and Ba 2014).
    public static func adam(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        amsgrad: Bool = false
    ) throws -> Optimizer {
        try Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad)
    }
    /// Steps that shrink with the sum of the squared gradients (Duchi et al. 2011). The defaults are Keras'.
    public static var adagrad: Optimizer { get throws { try Adagrad() } }
    /// Steps that shrink with the sum of the squared gradients (Duchi et al. 2011).
    public static func adagrad(
        learningRate: any LearningRate = 0.001, initialAccumulatorValue: Double = 0.1, epsilon: Double = 1e-7
    ) throws -> Optimizer {
        try Adagrad(learningRate: learningRate, initialAccumulatorValue: initialAccumulatorValue, epsilon: epsilon)
    }
    /// Steps as large as recent steps (Zeiler 2012). The defaults are Keras'.
    public static var adadelta: Optimizer { get throws { try Adadelta() } }
    /// Steps as large as recent steps (Zeiler 2012).
    public static func adadelta(
        learningRate: any LearningRate = 0.001, rho: Double = 0.95, epsilon: Double = 1e-7
    ) throws -> Optimizer {
        try Adadelta(learningRate: learningRate, rho: rho, epsilon: epsilon)
    }
    /// Adam with the largest gradient in place of the mean square (Kingma and Ba 2014). The defaults are Keras'.
    public static var adamax: Optimizer { get throws { try Adamax() } }
    /// Adam with the largest gradient in place of the mean square (Kingma and Ba 2014).
    public static func adamax(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7
    ) throws -> Optimizer {
        try Adamax(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    }
    /// Adam with Nesterov's momentum (Dozat 2016). The defaults are Keras'.
    public static var nadam: Optimizer { get throws { try Nadam() } }
    /// Adam with Nesterov's momentum (Dozat 2016).
    public static func nadam(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7
    ) throws -> Optimizer {
        try Nadam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    }
    /// Follow the regularized leader (McMahan et al. 2013). The defaults are Keras'.
    public static var ftrl: Optimizer { get throws { try Ftrl() } }
    /// Follow the regularized leader (McMahan et al. 2013).
    public static func ftrl(
        learningRate: any LearningRate = 0.001, learningRatePower: Double = -0.5, initialAccumulatorValue: Double = 0.1,
        l1RegularizationStrength: Double = 0, l2RegularizationStrength: Double = 0,
        l2ShrinkageRegularizationStrength: Double = 0, beta: Double = 0
    ) throws -> Optimizer {
        try Ftrl(
            learningRate: learningRate, learningRatePower: learningRatePower,
            initialAccumulatorValue: initialAccumulatorValue, l1RegularizationStrength: l1RegularizationStrength,
            l2RegularizationStrength: l2RegularizationStrength,
            l2ShrinkageRegularizationStrength: l2ShrinkageRegularizationStrength, beta: beta
        )
    }
    /// Steps of one size, in the direction of the momentum's sign (Chen et al. 2023). The defaults are Keras'.
    public static var lion: Optimizer { get throws { try Lion() } }
    /// Steps of one size, in the direction of the momentum's sign (Chen et al. 2023).
    public static func lion(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.99
    ) throws -> Optimizer {
        try Lion(learningRate: learningRate, beta1: beta1, beta2: beta2)
    }
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    public static func adamW(
        learningRate: any LearningRate = 0.001, weightDecay: Double = 0.004, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-7, amsgrad: Bool = false
    ) throws -> Optimizer {
        try Optimizer.registry.make(
            "AdamW",
            [
                "learning_rate": learningRate.learningRateConfiguration, "weight_decay": .double(weightDecay),
                "beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon),
                "amsgrad": .bool(amsgrad),
            ])
    }

    /// The optimizer of Keras' name, with its defaults: `.named("adam")`. Throws `unknownName`.
    public static func named(_ name: String) throws -> Optimizer { try registry.make(name) }
}

extension Optimizer {
    /// The rate of the next step: the number that was set, or what the schedule says.
    public func currentLearningRate() throws -> Double { try number("learning_rate") }

    /// Sets the rate, for a model that is being trained too. Throws `typeMismatch` if it follows a schedule.
    public func setLearningRate(_ rate: Double) throws { try setNumber("learning_rate", rate) }
}
