import CHornbill
import Testing

/// Two dense layers; x has three features, y one of two classes.
func classifier(compiled: Bool = true, sourceLocation: SourceLocation = #_sourceLocation) -> CLayer {
    let model: CLayer = make(sourceLocation: sourceLocation) { hbl_sequential_create(nil, $0) }
    let hidden = layer("Dense", "{\"units\": 8, \"activation\": \"tanh\", \"input_shape\": [3]}")
    let last = layer("Dense", "{\"units\": 2, \"activation\": \"softmax\"}")
    ok(hbl_sequential_add(model.pointer, hidden.pointer), sourceLocation: sourceLocation)
    ok(hbl_sequential_add(model.pointer, last.pointer), sourceLocation: sourceLocation)
    if compiled {
        ok(hbl_model_compile(
            model.pointer,
            "{\"optimizer\": {\"class_name\": \"SGD\", \"config\": {\"learning_rate\": 0.5}}, "
                + "\"loss\": \"sparse_categorical_crossentropy\", \"metrics\": [\"accuracy\"]}"),
            sourceLocation: sourceLocation)
    }
    return model
}

/// Samples whose class says whether the first feature is positive.
struct Samples {
    let x: CTensor, y: CTensor
    init(_ count: Int = 64) {
        let numbers = (0 ..< count * 3).map { Double(($0 * 7919 + 13) % 201 - 100) / 100 }
        x = tensor(numbers, [Int64(count), 3])
        y = tensor((0 ..< count).map { numbers[3 * $0] > 0 ? 1 : 0 }, [Int64(count)], HBL_INT64)
    }
}

func fitOptions(_ change: (inout hbl_fit_options) -> Void = { _ in }) -> hbl_fit_options {
    var options = hbl_fit_options()
    hbl_fit_options_init(&options)
    options.verbose = Int32(HBL_VERBOSE_SILENT)
    change(&options)
    return options
}

let quietEvaluate: hbl_evaluate_options = {
    var options = hbl_evaluate_options()
    hbl_evaluate_options_init(&options)
    options.verbose = Int32(HBL_VERBOSE_SILENT)
    return options
}()

let quietPredict: hbl_predict_options = {
    var options = hbl_predict_options()
    hbl_predict_options_init(&options)
    options.verbose = Int32(HBL_VERBOSE_SILENT)
    return options
}()

/// The lists of a history by key.
func lists(_ history: Owned<HistoryKind>) -> [String: [Double]] {
    let h = history.pointer
    var result: [String: [Double]] = [:]
    for index in 0 ..< hbl_history_key_count(h) {
        let count = Int(hbl_history_value_count(h, index))
        result[String(cString: hbl_history_key(h, index))] = (0 ..< count).map { hbl_history_values(h, index)[$0] }
    }
    return result
}

func fit(
    _ model: CLayer, _ samples: Samples, _ options: hbl_fit_options, sourceLocation: SourceLocation = #_sourceLocation
) -> [String: [Double]] {
    withUnsafePointer(to: options) { options in
        lists(
            make(sourceLocation: sourceLocation) {
                hbl_model_fit(model.pointer, samples.x.pointer, samples.y.pointer, options, $0)
            })
    }
}

func predict(_ model: CLayer, _ x: CTensor, sourceLocation: SourceLocation = #_sourceLocation) -> [Double] {
    withUnsafePointer(to: quietPredict) { options in
        values(make(sourceLocation: sourceLocation) { hbl_model_predict(model.pointer, x.pointer, options, $0) })
    }
}

@Suite("Models", .serialized)
struct ModelTests {
    let samples = Samples()

    @Test("a Sequential model holds its layers in order and shares them")
    func sequential() {
        let model = classifier(compiled: false)
        #expect(hbl_layer_is_model(model.pointer))
        var count: Int32 = 0
        ok(hbl_sequential_layer_count(model.pointer, &count))
        #expect(count == 2)
        let first: CLayer = make { hbl_sequential_layer(model.pointer, 0, $0) }
        #expect(text { hbl_layer_class_name(first.pointer, $0) } == "Dense")
        #expect(weights(model).count == 4)
        for index: Int32 in [-1, 2, .max, .min] {
            refuses(HBL_INDEX_OUT_OF_RANGE) { hbl_sequential_layer(model.pointer, index, $0) }
        }
        ok(hbl_sequential_pop(model.pointer))
        ok(hbl_sequential_pop(model.pointer))
        ok(hbl_sequential_layer_count(model.pointer, &count))
        #expect(count == 0)
        let named: CLayer = make { hbl_sequential_create("digits", $0) }
        #expect(text { hbl_layer_name(named.pointer, $0) } == "digits")
        fails(hbl_sequential_pop(named.pointer), HBL_INVALID_STATE)
    }

    @Test("a model gives its configuration back, and another is made from it")
    func configuration() {
        let model = classifier(compiled: false)
        let config = text { hbl_layer_config(model.pointer, $0) }
        #expect(config.contains("\"class_name\": \"Sequential\""))
        let summary = text { hbl_model_summary(model.pointer, 0, $0) }
        #expect(summary.contains("Dense") && summary.contains("Total params"))
        for length: Int32 in [1, 40, 100000, -5, .max, .min] {
            var out: UnsafeMutablePointer<CChar>?
            if hbl_model_summary(model.pointer, length, &out) == HBL_OK { hbl_string_free(out) } else { #expect(out == nil) }
        }
    }

    @Test("a model learns, and its history tells how")
    func learning() {
        ok(hbl_set_seed(3))
        let model = classifier()
        let history: Owned<HistoryKind> = withUnsafePointer(
            to: fitOptions {
                $0.epochs = 20
                $0.batch_size = 16
                $0.validation_split = 0.25
            }
        ) { options in
            make { hbl_model_fit(model.pointer, samples.x.pointer, samples.y.pointer, options, $0) }
        }
        let curves = lists(history)
        #expect(Set(curves.keys) == ["loss", "accuracy", "val_loss", "val_accuracy"])
        #expect(curves.values.allSatisfy { $0.count == 20 })
        #expect(curves["loss"]!.last! < curves["loss"]!.first!)
        #expect(curves["accuracy"]!.last! > 0.9)
        #expect(hbl_history_epoch_count(history.pointer) == 20 && hbl_history_epochs(history.pointer)[19] == 19)
        for index: Int32 in [-1, 4, .max] {
            #expect(hbl_history_key(history.pointer, index) == nil && hbl_history_values(history.pointer, index) == nil)
            #expect(hbl_history_value_count(history.pointer, index) == 0)
        }

        let result: [String: [Double]] = withUnsafePointer(to: quietEvaluate) { options in
            lists(make { hbl_model_evaluate(model.pointer, samples.x.pointer, samples.y.pointer, options, $0) })
        }
        #expect(Set(result.keys) == ["loss", "accuracy"] && result["accuracy"]!.count == 1)
        #expect(result["accuracy"]![0] > 0.8)
        let probabilities = predict(model, samples.x)
        #expect(probabilities.count == 128 && probabilities.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(text { hbl_model_metric_names(model.pointer, $0) } == "[\"loss\", \"accuracy\"]")
    }

    @Test("the same seed trains the same model")
    func reproducible() {
        let train = { () -> [String: [Double]] in
            ok(hbl_set_seed(11))
            return fit(classifier(), samples, fitOptions { $0.epochs = 3 })
        }
        // Other tests run at the same time and may draw from the generator too: then the next pair decides.
        #expect((0 ..< 20).contains { _ in train() == train() })
    }

    @Test("shared objects are seen by the model: the learning rate of the optimizer")
    func sharedObjects() {
        let model = classifier(compiled: false)
        let sgd: Owned<OptimizerKind> = make { hbl_optimizer_create("sgd", "{\"learning_rate\": 0}", $0) }
        let loss: Owned<LossKind> = make { hbl_loss_create("sparse_categorical_crossentropy", nil, $0) }
        let metric: Owned<MetricKind> = make {
            hbl_metric_create("SparseCategoricalAccuracy", "{\"name\": \"right\"}", $0)
        }
        #expect(!hbl_model_is_compiled(model.pointer))
        refuses(HBL_INVALID_STATE) { hbl_model_optimizer(model.pointer, $0) }
        ok(hbl_model_compile_with(model.pointer, sgd.pointer, loss.pointer, [metric.pointer], 1, nil))
        #expect(hbl_model_is_compiled(model.pointer))
        let same: Owned<OptimizerKind> = make { hbl_model_optimizer(model.pointer, $0) }
        #expect(same.pointer == sgd.pointer)

        let before = predict(model, samples.x)
        #expect(Set(fit(model, samples, fitOptions()).keys) == ["loss", "right"])
        #expect(predict(model, samples.x) == before, "a learning rate of 0 changed the weights")
        ok(hbl_optimizer_set(sgd.pointer, "learning_rate", 0.5))
        _ = fit(model, samples, fitOptions())
        #expect(predict(model, samples.x) != before, "the new learning rate did not reach the model")

        ok(hbl_model_compile_with(
            model.pointer, sgd.pointer, nil, [metric.pointer], 1,
            "{\"loss\": \"sparse_categorical_crossentropy\", \"metrics\": [\"accuracy\", 0]}"))
        #expect(Set(fit(model, samples, fitOptions()).keys) == ["loss", "accuracy", "right"])
    }

    /// What a callback saw, and what it shall answer.
    final class Watcher {
        var events: [(Int, Int64, [String: Double])] = []
        var answer: (Int) -> Int = { _ in HBL_CONTINUE }

        static let callback: hbl_callback_fn = { context, event, index, logs in
            let watcher = Unmanaged<Watcher>.fromOpaque(context!).takeUnretainedValue()
            var values: [String: Double] = [:]
            for i in 0 ..< Int(logs!.pointee.count) {
                values[String(cString: logs!.pointee.names[i]!)] = logs!.pointee.values[i]
            }
            watcher.events.append((Int(event), index, values))
            return Int32(truncatingIfNeeded: watcher.answer(Int(event)))
        }

        var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
    }

    @Test("callbacks see the events they asked for, with logs")
    func callbacks() {
        let watcher = Watcher()
        let model = classifier()
        _ = fit(
            model, samples,
            fitOptions {
                $0.epochs = 2
                $0.validation_x = samples.x.pointer
                $0.validation_y = samples.y.pointer
                $0.callback = Watcher.callback
                $0.callback_context = watcher.context
                $0.event_mask = 0x7fff & ~(1 << UInt32(HBL_EVENT_POLL))
            })
        let kinds = watcher.events.map(\.0)
        #expect(kinds.first == HBL_EVENT_TRAIN_BEGIN && kinds.last == HBL_EVENT_TRAIN_END)
        #expect(kinds.filter { $0 == HBL_EVENT_EPOCH_END }.count == 2)
        #expect(kinds.filter { $0 == HBL_EVENT_TRAIN_BATCH_END }.count == 4)
        #expect(kinds.filter { $0 == HBL_EVENT_TEST_BATCH_BEGIN }.count == 4)
        let last = watcher.events.last { $0.0 == HBL_EVENT_EPOCH_END }!
        #expect(last.1 == 1 && Set(last.2.keys) == ["loss", "accuracy", "val_loss", "val_accuracy"])

        let epochs = Watcher()
        _ = fit(
            model, samples,
            fitOptions {
                $0.epochs = 3
                $0.callback = Watcher.callback
                $0.callback_context = epochs.context
                $0.event_mask = 1 << UInt32(HBL_EVENT_EPOCH_END)
            })
        #expect(epochs.events.map(\.0) == [HBL_EVENT_EPOCH_END, HBL_EVENT_EPOCH_END, HBL_EVENT_EPOCH_END])
    }

    @Test("a callback stops the training in an orderly way, or at once, and the model still works")
    func stopping() {
        let model = classifier()
        let watcher = Watcher()
        watcher.answer = { $0 == HBL_EVENT_EPOCH_END ? HBL_STOP : HBL_CONTINUE }
        let options = fitOptions {
            $0.epochs = 10
            $0.callback = Watcher.callback
            $0.callback_context = watcher.context
        }
        #expect(fit(model, samples, options)["loss"]!.count == 1)

        watcher.answer = { $0 == HBL_EVENT_TRAIN_BATCH_END ? HBL_ABORT : HBL_CONTINUE }
        withUnsafePointer(to: options) { options in
            refuses(HBL_INTERRUPTED) { hbl_model_fit(model.pointer, samples.x.pointer, samples.y.pointer, options, $0) }
        }
        watcher.answer = { _ in HBL_CONTINUE }
        #expect(fit(model, samples, options)["loss"]!.count == 10)

        watcher.answer = { event in
            if event == HBL_EVENT_EPOCH_END { _ = hbl_model_set_stop_training(model.pointer, true) }
            return HBL_CONTINUE
        }
        #expect(fit(model, samples, options)["loss"]!.count == 1)
        #expect(hbl_model_stop_training(model.pointer))
    }

    @Test("progress goes to the print function")
    func printing() {
        final class Text { var text = "" }
        let printed = Text()
        let model = classifier()
        _ = fit(
            model, samples,
            fitOptions {
                $0.epochs = 2
                $0.verbose = Int32(HBL_VERBOSE_LINE)
                $0.print = { context, piece in
                    Unmanaged<Text>.fromOpaque(context!).takeUnretainedValue().text += String(cString: piece!)
                }
                $0.print_context = Unmanaged.passUnretained(printed).toOpaque()
            })
        #expect(printed.text.contains("Epoch 1/2") && printed.text.contains("loss:"))
    }

    @Test("sample weights and class weights of zero leave nothing to learn")
    func weighting() {
        let model = classifier()
        let before = predict(model, samples.x)
        let zeros = tensor([Double](repeating: 0, count: 64))
        _ = fit(model, samples, fitOptions { $0.sample_weight = zeros.pointer })
        #expect(predict(model, samples.x) == before)
        let classes: [Int64] = [0, 1], none: [Double] = [0, 0]
        classes.withUnsafeBufferPointer { classes in
            none.withUnsafeBufferPointer { none in
                _ = fit(
                    model, samples,
                    fitOptions {
                        $0.class_ids = classes.baseAddress
                        $0.class_weights = none.baseAddress
                        $0.class_count = 2
                    })
            }
        }
        #expect(predict(model, samples.x) == before)
    }

    @Test("single batches train, test and predict")
    func batches() {
        let model = classifier()
        let (m, x, y) = (model.pointer, samples.x.pointer, samples.y.pointer)
        let trained = lists(make { hbl_model_train_on_batch(m, x, y, nil, nil, nil, 0, $0) })
        #expect(Set(trained.keys) == ["loss", "accuracy"])
        ok(hbl_model_train_on_batch(m, x, y, nil, nil, nil, 0, nil))
        ok(hbl_model_reset_metrics(m))
        let tested = lists(make { hbl_model_test_on_batch(m, x, y, nil, $0) })
        #expect(tested["loss"]![0] < trained["loss"]![0])
        let predicted: CTensor = make { hbl_model_predict_on_batch(m, x, $0) }
        #expect(shape(predicted) == [64, 2])
    }

    @Test("an options structure of an older program is taken with defaults for what it lacks")
    func olderOptions() {
        let model = classifier()
        var options = fitOptions { $0.epochs = 2 }
        options.callback = { _, _, _, _ in Int32(HBL_ABORT) }
        options.struct_size = MemoryLayout<hbl_fit_options>.offset(of: \.callback)!
        #expect(fit(model, samples, options)["loss"]!.count == 2)
        for size in [0, 7, 5000, Int.max, -1] {
            options.struct_size = size
            withUnsafePointer(to: options) { options in
                refuses(HBL_INVALID_ARGUMENT, "struct_size") {
                    hbl_model_fit(model.pointer, samples.x.pointer, samples.y.pointer, options, $0)
                }
            }
        }
        hbl_fit_options_init(nil)
        hbl_evaluate_options_init(nil)
        hbl_predict_options_init(nil)
    }

    @Test("whether a larger value is better is known for losses and metrics")
    func directions() {
        let model = classifier()
        let x = tensor((0 ..< 9).map(Double.init), [3, 3]), y = tensor([0, 1, 1])
        ok(hbl_model_test_on_batch(model.pointer, x.pointer, y.pointer, nil, nil))
        for (name, expected) in [("loss", -1), ("val_loss", -1), ("accuracy", 1), ("val_accuracy", 1), ("other", 0)] {
            var direction: Int32 = 9
            ok(hbl_model_metric_direction(model.pointer, name, &direction))
            #expect(Int(direction) == expected, "\(name)")
        }
        var direction: Int32 = 9
        fails(hbl_model_metric_direction(nil, "loss", &direction), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_model_metric_direction(model.pointer, nil, &direction), HBL_INVALID_ARGUMENT, "NULL")
        #expect(direction == 0)
    }
}
