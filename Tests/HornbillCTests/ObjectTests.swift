import CHornbill
import Testing

/// A layer from its configuration.
func layer(_ name: String, _ config: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) -> CLayer {
    make(sourceLocation: sourceLocation) { hbl_layer_create(name, config, $0) }
}

/// The weights of a layer or model.
func weights(_ layer: CLayer, _ which: Int = HBL_WEIGHTS_ALL) -> [Owned<VariableKind>] {
    var count: Int32 = -1
    ok(hbl_layer_weight_count(layer.pointer, Int32(which), &count))
    return (0 ..< count).map { index in make { hbl_layer_weight(layer.pointer, Int32(which), index, $0) } }
}

@Suite("Variables, layers, losses, metrics, optimizers, initializers")
struct ObjectTests {
    @Test("a variable holds a copy, which can be read and replaced")
    func variables() {
        let start = tensor([1, 2, 3])
        let variable: Owned<VariableKind> = make { hbl_variable_create(start.pointer, "w", true, $0) }
        let v = variable.pointer
        #expect(Int(hbl_variable_dtype(v)) == HBL_FLOAT32 && hbl_variable_ndim(v) == 1 && hbl_variable_shape(v)[0] == 3)
        #expect(hbl_variable_trainable(v))
        ok(hbl_variable_set_trainable(v, false))
        #expect(!hbl_variable_trainable(v))
        #expect(text { hbl_variable_name(v, $0) } == "w")
        #expect(text { hbl_variable_path(v, $0) }.contains("w"))
        ok(hbl_variable_assign(v, tensor([4, 5, 6], nil, HBL_INT64).pointer))
        let value: CTensor = make { hbl_variable_value(v, $0) }
        #expect(values(value) == [4, 5, 6] && dtype(value) == HBL_FLOAT32)
        #expect(values(start) == [1, 2, 3])
        fails(hbl_variable_assign(v, tensor([1, 2]).pointer), HBL_SHAPE_MISMATCH)
        fails(hbl_variable_assign(v, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_variable_assign(nil, start.pointer), HBL_INVALID_ARGUMENT, "NULL")

        let unnamed: Owned<VariableKind> = make { hbl_variable_create(start.pointer, nil, false, $0) }
        #expect(text { hbl_variable_name(unnamed.pointer, $0) } == "variable")
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_variable_create(nil, "w", true, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_variable_value(nil, $0) }
        #expect(hbl_variable_dtype(nil) == 0 && hbl_variable_ndim(nil) == 0 && hbl_variable_shape(nil) == nil)
        #expect(!hbl_variable_trainable(nil))
        fails(hbl_variable_set_trainable(nil, true), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_variable_name(v, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_variable_path(v, nil), HBL_INVALID_ARGUMENT, "NULL")
    }

    @Test("a dense layer is made from its configuration, built, called, and gives the configuration back")
    func denseLayer() {
        let dense = layer("Dense", "{\"units\": 2, \"activation\": \"relu\", \"name\": \"hidden\"}")
        #expect(text { hbl_layer_class_name(dense.pointer, $0) } == "Dense")
        #expect(text { hbl_layer_name(dense.pointer, $0) } == "hidden")
        #expect(!hbl_layer_is_built(dense.pointer) && !hbl_layer_is_model(dense.pointer))
        #expect(weights(dense).isEmpty)
        ok(hbl_layer_build(dense.pointer, 2, [-1, 3]))
        #expect(hbl_layer_is_built(dense.pointer))
        #expect(weights(dense).map { hbl_variable_ndim($0.pointer) } == [2, 1])
        #expect(weights(dense).map { variable in text { hbl_variable_path(variable.pointer, $0) } } == ["hidden/kernel", "hidden/bias"])
        var count: Int64 = 0
        ok(hbl_layer_parameter_count(dense.pointer, false, &count))
        #expect(count == 8)

        let kernel = tensor([1, -1, 0, 1, 2, 0], [3, 2]), bias = tensor([0, -1])
        ok(hbl_layer_set_weights(dense.pointer, [kernel.pointer, bias.pointer], 2))
        let x = tensor([1, 2, 3], [1, 3])
        let y: CTensor = make { hbl_layer_call(dense.pointer, [x.pointer], 1, false, $0, 1, nil) }
        #expect(values(y) == [7, 0] && shape(y) == [1, 2])

        let config = text { hbl_layer_config(dense.pointer, $0) }
        #expect(config.contains("\"class_name\": \"Dense\"") && config.contains("\"units\": 2"))

        var out = [Int64](repeating: 0, count: 4)
        var ndim: Int32 = 0
        ok(hbl_layer_output_shape(dense.pointer, 2, [-1, 3], 4, &out, &ndim))
        #expect(ndim == 2 && out[0] == -1 && out[1] == 2)
        fails(hbl_layer_output_shape(dense.pointer, 2, [-1, 3], 1, &out, &ndim), HBL_INVALID_ARGUMENT)
        #expect(ndim == 2)

        ok(hbl_layer_set_trainable(dense.pointer, false))
        #expect(!hbl_layer_trainable(dense.pointer))
        #expect(weights(dense, HBL_WEIGHTS_TRAINABLE).isEmpty && weights(dense, HBL_WEIGHTS_NON_TRAINABLE).count == 2)
        ok(hbl_layer_parameter_count(dense.pointer, true, &count))
        #expect(count == 0)
    }

    @Test("wrong numbers and shapes of weights are refused, and nothing changes")
    func wrongWeights() {
        let dense = layer("Dense", "{\"units\": 2}")
        ok(hbl_layer_build(dense.pointer, 2, [-1, 3]))
        let before = weights(dense).map { variable in values(make { hbl_variable_value(variable.pointer, $0) }) }
        let kernel = tensor([1, 1, 1, 1, 1, 1], [3, 2]), bias = tensor([0, 0]), long = tensor([0, 0, 0])
        fails(hbl_layer_set_weights(dense.pointer, [kernel.pointer], 1), HBL_INVALID_ARGUMENT)
        fails(hbl_layer_set_weights(dense.pointer, [kernel.pointer, long.pointer], 2), HBL_SHAPE_MISMATCH)
        fails(hbl_layer_set_weights(dense.pointer, [kernel.pointer, nil], 2), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_set_weights(dense.pointer, nil, 2), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_set_weights(dense.pointer, [kernel.pointer, bias.pointer], -2), HBL_INVALID_ARGUMENT)
        fails(hbl_layer_set_weights(nil, nil, 0), HBL_INVALID_ARGUMENT, "NULL")
        #expect(weights(dense).map { variable in values(make { hbl_variable_value(variable.pointer, $0) }) } == before)
        for index: Int32 in [-1, 2, .max, .min] {
            refuses(HBL_INDEX_OUT_OF_RANGE) { hbl_layer_weight(dense.pointer, 0, index, $0) }
        }
        var count: Int32 = 7
        for which: Int32 in [-1, 3, .max] {
            fails(hbl_layer_weight_count(dense.pointer, which, &count), HBL_INVALID_ARGUMENT)
            refuses(HBL_INVALID_ARGUMENT) { hbl_layer_weight(dense.pointer, which, 0, $0) }
        }
        #expect(count == 0)
    }

    @Test("classes and configurations that do not exist are refused")
    func badConfigurations() {
        refuses(HBL_UNKNOWN_NAME, "Dennse") { hbl_layer_create("Dennse", nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_layer_create(nil, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "UTF-8") { hbl_layer_create([CChar(bitPattern: 0xc3), 0], nil, $0) }
        for config in [
            "{\"units\": -2}", "{\"units\": 0}", "{\"units\": \"many\"}", "{\"units\": 2.5}", "{\"units\": null}", "{}",
            "{\"units\": 2, \"unitz\": 3}", "{\"units\": 2, \"activation\": \"rellu\"}", "{\"units\": 2, \"activation\": 7}",
            "{\"units\": 2, \"kernel_initializer\": \"he_abnormal\"}", "{\"units\": 9223372036854775808}", "[]", "{",
            "{\"units\": 2, \"dtype\": \"float31\"}", "{\"units\": 2, \"input_shape\": [-3]}", "{\"units\": 2, \"name\": 3}",
        ] {
            var out: OpaquePointer? = OpaquePointer(bitPattern: 8)
            let status = hbl_layer_create("Dense", config, &out)
            #expect(
                [HBL_INVALID_ARGUMENT, HBL_TYPE_MISMATCH, HBL_UNKNOWN_NAME].contains(Int(status)) && out == nil,
                "\(config) gave \(status)")
            #expect(!lastError.isEmpty)
        }
        for (name, config) in [
            ("Dropout", "{\"rate\": 1.5}"), ("Dropout", "{\"rate\": -0.1}"), ("Reshape", "{\"target_shape\": \"x\"}"),
            ("Activation", "{\"activation\": \"nonesuch\"}"), ("InputLayer", "{\"shape\": [-5]}"),
        ] {
            var out: OpaquePointer? = OpaquePointer(bitPattern: 8)
            #expect(hbl_layer_create(name, config, &out) != HBL_OK && out == nil, "\(name) \(config)")
        }
    }

    @Test("a layer refuses inputs that do not fit it, and shapes that make no sense")
    func badInputs() {
        let dense = layer("Dense", "{\"units\": 2}")
        fails(hbl_layer_build(dense.pointer, 2, [-1, -1]), HBL_SHAPE_MISMATCH)
        fails(hbl_layer_build(dense.pointer, 2, [-1, -7]), HBL_INVALID_ARGUMENT)
        fails(hbl_layer_build(dense.pointer, 0, nil), HBL_SHAPE_MISMATCH)
        fails(hbl_layer_build(dense.pointer, -1, nil), HBL_INVALID_ARGUMENT)
        fails(hbl_layer_build(dense.pointer, 2, nil), HBL_INVALID_ARGUMENT, "NULL")
        #expect(hbl_layer_build(dense.pointer, 2, [-1, .max]) != HBL_OK)
        #expect(!hbl_layer_is_built(dense.pointer))
        ok(hbl_layer_build(dense.pointer, 2, [-1, 3]))
        let wrong = tensor([1, 2], [1, 2])
        refuses(HBL_SHAPE_MISMATCH) { hbl_layer_call(dense.pointer, [wrong.pointer], 1, false, $0, 1, nil) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_layer_call(dense.pointer, [], 0, false, $0, 1, nil) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_layer_call(dense.pointer, [nil], 1, false, $0, 1, nil) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_layer_call(nil, [wrong.pointer], 1, false, $0, 1, nil) }
    }

    @Test("NULL layers are refused or are nothing")
    func nullLayers() {
        #expect(!hbl_layer_is_built(nil) && !hbl_layer_trainable(nil) && !hbl_layer_is_model(nil))
        #expect(hbl_layer_retain(nil) == nil)
        hbl_layer_release(nil)
        var chars: UnsafeMutablePointer<CChar>?
        var count: Int32 = 3
        var parameters: Int64 = 3
        fails(hbl_layer_config(nil, &chars), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_name(nil, &chars), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_class_name(nil, &chars), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_build(nil, 1, [1]), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_output_shape(nil, 1, [1], 1, nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_parameter_count(nil, false, &parameters), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_layer_weight_count(nil, 0, &count), HBL_INVALID_ARGUMENT, "NULL")
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_layer_weight(nil, 0, 0, $0) }
        fails(hbl_layer_set_trainable(nil, true), HBL_INVALID_ARGUMENT, "NULL")
        #expect(count == 0 && parameters == 0 && chars == nil)
    }

    @Test("losses reduce, weigh and describe themselves")
    func losses() {
        let mse: Owned<LossKind> = make { hbl_loss_create("mse", nil, $0) }
        let a = tensor([0, 2], [2, 1]), b = tensor([0, 0], [2, 1])
        let value: CTensor = make { hbl_loss_call(mse.pointer, a.pointer, b.pointer, nil, $0) }
        #expect(values(value) == [2] && shape(value) == [])
        let half: CTensor = make { hbl_loss_call(mse.pointer, a.pointer, b.pointer, tensor([1, 0.5]).pointer, $0) }
        #expect(values(half) == [1])
        #expect(text { hbl_loss_config(mse.pointer, $0) }.contains("MeanSquaredError"))
        #expect(!text { hbl_loss_name(mse.pointer, $0) }.isEmpty)
        refuses(HBL_UNKNOWN_NAME, "mes") { hbl_loss_create("mes", nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_loss_create(nil, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_loss_call(nil, a.pointer, b.pointer, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_loss_call(mse.pointer, nil, b.pointer, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_loss_call(mse.pointer, a.pointer, nil, nil, $0) }
        let three = tensor([1, 2, 3], [3, 1])
        #expect(hbl_loss_call(mse.pointer, three.pointer, b.pointer, nil, nil) != HBL_OK)
        var out: OpaquePointer?
        #expect(hbl_loss_call(mse.pointer, three.pointer, b.pointer, nil, &out) != HBL_OK && out == nil)
        fails(hbl_loss_config(nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_loss_name(nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        #expect(hbl_loss_retain(nil) == nil)
        hbl_loss_release(nil)
    }

    @Test("metrics accumulate until they are reset")
    func metrics() {
        let mae: Owned<MetricKind> = make { hbl_metric_create("mae", nil, $0) }
        let zero = tensor([0, 0], [2, 1])
        ok(hbl_metric_update(mae.pointer, tensor([1, 1], [2, 1]).pointer, zero.pointer, nil))
        ok(hbl_metric_update(mae.pointer, tensor([3, 3], [2, 1]).pointer, zero.pointer, nil))
        let result: CTensor = make { hbl_metric_result(mae.pointer, $0) }
        #expect(values(result) == [2])
        var count: Int32 = 0
        ok(hbl_metric_variable_count(mae.pointer, &count))
        #expect(count > 0)
        let state: Owned<VariableKind> = make { hbl_metric_variable(mae.pointer, 0, $0) }
        #expect(hbl_variable_ndim(state.pointer) == 0)
        refuses(HBL_INDEX_OUT_OF_RANGE) { hbl_metric_variable(mae.pointer, count, $0) }
        refuses(HBL_INDEX_OUT_OF_RANGE) { hbl_metric_variable(mae.pointer, -1, $0) }
        ok(hbl_metric_reset(mae.pointer))
        let empty: CTensor = make { hbl_metric_result(mae.pointer, $0) }
        #expect(values(empty) == [0])
        #expect(text { hbl_metric_config(mae.pointer, $0) }.contains("MeanAbsoluteError"))
        #expect(text { hbl_metric_name(mae.pointer, $0) } == "mean_absolute_error")

        let mean: Owned<MetricKind> = make { hbl_metric_create("Mean", nil, $0) }
        ok(hbl_metric_update(mean.pointer, tensor([1, 2, 6]).pointer, nil, nil))
        #expect(values(make { hbl_metric_result(mean.pointer, $0) }) == [3])

        refuses(HBL_UNKNOWN_NAME) { hbl_metric_create("nonesuch", nil, $0) }
        fails(hbl_metric_update(mae.pointer, nil, zero.pointer, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_metric_update(mae.pointer, zero.pointer, nil, nil), HBL_INVALID_ARGUMENT)
        fails(hbl_metric_update(nil, zero.pointer, zero.pointer, nil), HBL_INVALID_ARGUMENT, "NULL")
        #expect(hbl_metric_update(mae.pointer, tensor([1, 2, 3], [3, 1]).pointer, zero.pointer, nil) != HBL_OK)
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_metric_result(nil, $0) }
        fails(hbl_metric_reset(nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_metric_variable_count(nil, &count), HBL_INVALID_ARGUMENT, "NULL")
        #expect(hbl_metric_retain(nil) == nil)
        hbl_metric_release(nil)
    }

    @Test("an optimizer steps, counts, and shows its numbers and variables")
    func optimizers() {
        let sgd: Owned<OptimizerKind> = make { hbl_optimizer_create("SGD", "{\"learning_rate\": 0.5}", $0) }
        let variable: Owned<VariableKind> = make { hbl_variable_create(tensor([1, 2]).pointer, "w", true, $0) }
        let gradient = tensor([2, -2])
        ok(hbl_optimizer_apply(sgd.pointer, [gradient.pointer], [variable.pointer], 1))
        #expect(values(make { hbl_variable_value(variable.pointer, $0) }) == [0, 3])
        var steps: Int64 = 0
        ok(hbl_optimizer_iterations(sgd.pointer, &steps))
        #expect(steps == 1)
        var rate = 0.0
        ok(hbl_optimizer_get(sgd.pointer, "learning_rate", &rate))
        #expect(rate == 0.5)
        ok(hbl_optimizer_set(sgd.pointer, "learning_rate", 0.25))
        ok(hbl_optimizer_get(sgd.pointer, "learning_rate", &rate))
        #expect(rate == 0.25)
        var count: Int32 = 0
        ok(hbl_optimizer_variable_count(sgd.pointer, &count))
        #expect(count >= 2)
        _ = make(VariableKind.self) { hbl_optimizer_variable(sgd.pointer, 0, $0) }
        refuses(HBL_INDEX_OUT_OF_RANGE) { hbl_optimizer_variable(sgd.pointer, count, $0) }
        #expect(text { hbl_optimizer_config(sgd.pointer, $0) }.contains("SGD"))
        #expect(!text { hbl_optimizer_name(sgd.pointer, $0) }.isEmpty)

        fails(hbl_optimizer_get(sgd.pointer, "speed", &rate), HBL_UNKNOWN_NAME, "speed")
        fails(hbl_optimizer_set(sgd.pointer, "speed", 1), HBL_UNKNOWN_NAME, "speed")
        fails(hbl_optimizer_get(nil, "learning_rate", &rate), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_optimizer_get(sgd.pointer, nil, &rate), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_optimizer_apply(sgd.pointer, [tensor([1]).pointer], [variable.pointer], 1), HBL_SHAPE_MISMATCH)
        fails(hbl_optimizer_apply(sgd.pointer, [gradient.pointer], nil, 1), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_optimizer_apply(sgd.pointer, nil, [variable.pointer], 1), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_optimizer_apply(sgd.pointer, nil, nil, -1), HBL_INVALID_ARGUMENT)
        #expect(values(make { hbl_variable_value(variable.pointer, $0) }) == [0, 3])
        refuses(HBL_UNKNOWN_NAME) { hbl_optimizer_create("adamm", nil, $0) }
        #expect(hbl_optimizer_create("SGD", "{\"learning_rate\": \"fast\"}", nil) != HBL_OK)
        fails(hbl_optimizer_iterations(nil, &steps), HBL_INVALID_ARGUMENT, "NULL")
        #expect(hbl_optimizer_retain(nil) == nil)
        hbl_optimizer_release(nil)
    }

    @Test("initializers draw tensors of any shape")
    func initializers() {
        let he: Owned<InitializerKind> = make { hbl_initializer_create("he_normal", nil, $0) }
        let drawn: CTensor = make { hbl_initializer_call(he.pointer, hbl_dtype(HBL_FLOAT32), 2, [4, 5], $0) }
        #expect(shape(drawn) == [4, 5] && Set(values(drawn)).count > 10)
        let ones: Owned<InitializerKind> = make { hbl_initializer_create("Constant", "{\"value\": 3}", $0) }
        #expect(values(make { hbl_initializer_call(ones.pointer, hbl_dtype(HBL_FLOAT32), 1, [2], $0) }) == [3, 3])
        #expect(text { hbl_initializer_config(he.pointer, $0) }.contains("HeNormal"))
        refuses(HBL_UNKNOWN_NAME) { hbl_initializer_create("she_normal", nil, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_initializer_call(he.pointer, 99, 1, [2], $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_initializer_call(he.pointer, hbl_dtype(HBL_FLOAT32), 1, [-2], $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_initializer_call(nil, hbl_dtype(HBL_FLOAT32), 1, [2], $0) }
        var out: OpaquePointer?
        #expect(hbl_initializer_call(he.pointer, hbl_dtype(HBL_FLOAT32), 2, [1 << 40, 1 << 40], &out) != HBL_OK)
        #expect(hbl_initializer_retain(nil) == nil)
        hbl_initializer_release(nil)
        fails(hbl_initializer_config(nil, nil), HBL_INVALID_ARGUMENT, "NULL")
    }
}
