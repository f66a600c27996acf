import HornbillTensor

extension Layer {
    /// Every layer class that configurations can name.
    public static let registry = Registry<Layer>(
        "layer",
        [
            ("InputLayer", [], { try InputLayer(Config($0, $1)) }),
            ("Dense", [], { try Dense(Config($0, $1)) }),
            ("Activation", [], { try ActivationLayer(Config($0, $1)) }),
            ("Flatten", [], { try Flatten(Config($0, $1)) }),
            ("Dropout", [], { try Dropout(Config($0, $1)) }),
            ("Reshape", [], { try Reshape(Config($0, $1)) }),
            ("Sequential", [], { try Sequential(Config($0, $1)) }),
        ])
}
