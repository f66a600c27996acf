import CHornbill
import Testing

@Suite("Bad input to models", .serialized)
struct BadInputTests {
    let samples = Samples()

    func refused(
        _ model: CLayer, _ options: hbl_fit_options, _ status: Int, _ words: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        withUnsafePointer(to: options) { options in
            refuses(status, words, sourceLocation: sourceLocation) {
                hbl_model_fit(model.pointer, samples.x.pointer, samples.y.pointer, options, $0)
            }
        }
    }

    @Test("options that make no sense are refused, and the model still learns")
    func options() {
        let model = classifier()
        for size: Int64 in [0, -1, .min] {
            refused(model, fitOptions { $0.batch_size = size }, HBL_INVALID_ARGUMENT, "batch_size")
        }
        for split in [1.5, 1, -0.1, Double.nan, .infinity] {
            refused(model, fitOptions { $0.validation_split = split }, HBL_INVALID_ARGUMENT, "validation_split")
        }
        refused(model, fitOptions { $0.epochs = -1 }, HBL_INVALID_ARGUMENT, "epochs")
        refused(model, fitOptions { $0.initial_epoch = -1 }, HBL_INVALID_ARGUMENT, "initial_epoch")
        refused(model, fitOptions { $0.steps_per_epoch = -1 }, HBL_INVALID_ARGUMENT, "steps_per_epoch")
        refused(model, fitOptions { $0.validation_freq = 0 }, HBL_INVALID_ARGUMENT, "validation_freq")
        refused(model, fitOptions { $0.validation_batch_size = -3 }, HBL_INVALID_ARGUMENT, "batch_size")
        refused(model, fitOptions { $0.class_count = -1 }, HBL_INVALID_ARGUMENT)
        refused(model, fitOptions { $0.class_count = 2 }, HBL_INVALID_ARGUMENT, "NULL")
        refused(model, fitOptions { $0.validation_x = samples.x.pointer }, HBL_INVALID_ARGUMENT)
        for verbose: Int32 in [-2, 3, .max] {
            refused(model, fitOptions { $0.verbose = verbose }, HBL_INVALID_ARGUMENT, "verbose")
        }
        let short = tensor([1, 2, 3])
        let options = fitOptions { $0.sample_weight = short.pointer }
        withUnsafePointer(to: options) { options in
            #expect(hbl_model_fit(model.pointer, samples.x.pointer, samples.y.pointer, options, nil) != HBL_OK)
        }
        #expect(fit(model, samples, fitOptions { $0.batch_size = .max; $0.epochs = 2 })["loss"]!.count == 2)
    }

    @Test("x and y of different lengths, no samples and the wrong number of features are refused")
    func data() {
        let model = classifier()
        let options = fitOptions()
        let short = Samples(10), empty = Samples(0)
        let wide = tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]), two = tensor([0, 1], nil, HBL_INT64)
        withUnsafePointer(to: options) { options in
            let fit = { (x: CTensor?, y: CTensor?) in
                hbl_model_fit(model.pointer, x?.pointer, y?.pointer, options, nil)
            }
            #expect([HBL_SHAPE_MISMATCH, HBL_INVALID_ARGUMENT].contains(Int(fit(samples.x, short.y))))
            #expect([HBL_SHAPE_MISMATCH, HBL_INVALID_ARGUMENT].contains(Int(fit(empty.x, empty.y))))
            #expect([HBL_SHAPE_MISMATCH, HBL_INVALID_ARGUMENT].contains(Int(fit(wide, two))))
            fails(fit(nil, samples.y), HBL_INVALID_ARGUMENT, "NULL")
            fails(fit(samples.x, nil), HBL_INVALID_ARGUMENT, "NULL")
            fails(hbl_model_fit(nil, samples.x.pointer, samples.y.pointer, options, nil), HBL_INVALID_ARGUMENT, "NULL")
            let scalar = tensor([1], [])
            #expect(fit(scalar, scalar) != HBL_OK)
        }
        #expect(fit(model, samples, options)["loss"]!.count == 1)
    }

    @Test("labels out of range and NaN labels are refused or give NaN, never a crash")
    func labels() {
        for labels in [[Double](repeating: 7, count: 64), [Double](repeating: -1, count: 64), [Double](repeating: .nan, count: 64)] {
            for dtype in [HBL_FLOAT32, HBL_INT64, HBL_UINT8] {
                let model = classifier()
                let y = tensor(labels, nil, dtype)
                withUnsafePointer(to: fitOptions()) { options in
                    _ = hbl_model_fit(model.pointer, samples.x.pointer, y.pointer, options, nil)
                }
                _ = predict(model, samples.x)
            }
        }
        let model = classifier()
        let odd = tensor([Double](repeating: .nan, count: 192), [64, 3])
        withUnsafePointer(to: fitOptions()) { options in
            ok(hbl_model_fit(model.pointer, odd.pointer, samples.y.pointer, options, nil))
        }
    }

    @Test("every dtype of x and y is taken or refused")
    func dtypes() {
        for x in 0 ..< hbl_dtype(HBL_DTYPE_COUNT) {
            for y in 0 ..< hbl_dtype(HBL_DTYPE_COUNT) {
                let model = classifier()
                let a: CTensor = make { hbl_tensor_cast(samples.x.pointer, x, $0) }
                let b: CTensor = make { hbl_tensor_cast(samples.y.pointer, y, $0) }
                withUnsafePointer(to: fitOptions()) { options in
                    _ = hbl_model_fit(model.pointer, a.pointer, b.pointer, options, nil)
                }
            }
        }
    }

    @Test("fit and evaluate before compile, predict before build")
    func order() {
        let model = classifier(compiled: false)
        refused(model, fitOptions(), HBL_INVALID_STATE, "compile")
        withUnsafePointer(to: quietEvaluate) { options in
            refuses(HBL_INVALID_STATE, "compile") {
                hbl_model_evaluate(model.pointer, samples.x.pointer, samples.y.pointer, options, $0)
            }
        }
        refuses(HBL_INVALID_STATE) {
            hbl_model_train_on_batch(model.pointer, samples.x.pointer, samples.y.pointer, nil, nil, nil, 0, $0)
        }
        let bare: CLayer = make { hbl_sequential_create(nil, $0) }
        withUnsafePointer(to: quietPredict) { options in
            var out: OpaquePointer?
            #expect(hbl_model_predict(bare.pointer, samples.x.pointer, options, &out) != HBL_OK && out == nil)
        }
        #expect(hbl_model_compile(bare.pointer, "{\"loss\": \"mse\"}") == HBL_OK)
        refused(bare, fitOptions(), HBL_INVALID_STATE)
    }

    @Test("compile refuses what it does not know")
    func compile() {
        let model = classifier(compiled: false)
        for (config, status) in [
            ("{\"loss\": \"nonesuch\"}", HBL_UNKNOWN_NAME), ("{\"optimizer\": \"nonesuch\"}", HBL_UNKNOWN_NAME),
            ("{\"loss\": \"mse\", \"metrics\": [\"nonesuch\"]}", HBL_UNKNOWN_NAME), ("{", HBL_INVALID_ARGUMENT),
            ("{\"loss\": \"mse\", \"metrics\": [0]}", HBL_INVALID_ARGUMENT),
            ("{\"loss\": \"mse\", \"metrics\": [-1]}", HBL_INVALID_ARGUMENT),
        ] {
            fails(hbl_model_compile(model.pointer, config), status)
        }
        for config in ["{\"loss\": 3}", "{\"optimizer\": [1]}", "{\"loss\": \"mse\", \"metrics\": 7}", "{\"unknown\": 1}"] {
            #expect(hbl_model_compile(model.pointer, config) != HBL_OK, "\(config)")
        }
        fails(hbl_model_compile(nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_model_compile_with(model.pointer, nil, nil, nil, 1, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_model_compile_with(model.pointer, nil, nil, nil, -1, nil), HBL_INVALID_ARGUMENT)
        fails(hbl_model_compile_with(model.pointer, nil, nil, [nil], 1, nil), HBL_INVALID_ARGUMENT, "NULL")
        let dense = layer("Dense", "{\"units\": 2}")
        fails(hbl_model_compile(dense.pointer, "{}"), HBL_TYPE_MISMATCH)
        fails(hbl_sequential_add(dense.pointer, dense.pointer), HBL_TYPE_MISMATCH)
    }

    @Test("NULL models are refused or are nothing")
    func nullModels() {
        var count: Int32 = 1
        var chars: UnsafeMutablePointer<CChar>?
        let x = samples.x.pointer
        fails(hbl_sequential_add(nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        let model = classifier(compiled: false)
        fails(hbl_sequential_add(model.pointer, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_sequential_pop(nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_sequential_layer_count(nil, &count), HBL_INVALID_ARGUMENT, "NULL")
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_sequential_layer(nil, 0, $0) }
        fails(hbl_sequential_create(nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        refuses(HBL_INVALID_ARGUMENT, "UTF-8") { hbl_sequential_create([CChar(bitPattern: 0xff), 0], $0) }
        #expect(!hbl_model_is_compiled(nil) && !hbl_model_stop_training(nil))
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_optimizer(nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_fit(nil, x, x, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_evaluate(nil, x, x, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_predict(nil, x, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_predict(model.pointer, nil, nil, $0) }
        fails(hbl_model_predict(model.pointer, x, nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_train_on_batch(nil, x, x, nil, nil, nil, 0, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_test_on_batch(nil, x, x, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_model_predict_on_batch(nil, x, $0) }
        fails(hbl_model_reset_metrics(nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_model_metric_names(nil, &chars), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_model_summary(nil, 0, &chars), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_model_set_stop_training(nil, true), HBL_INVALID_ARGUMENT, "NULL")
        #expect(hbl_history_key_count(nil) == 0 && hbl_history_key(nil, 0) == nil && hbl_history_values(nil, 0) == nil)
        #expect(hbl_history_value_count(nil, 0) == 0 && hbl_history_epoch_count(nil) == 0 && hbl_history_epochs(nil) == nil)
        #expect(hbl_history_retain(nil) == nil)
        hbl_history_release(nil)
        hbl_string_free(nil)
    }

    @Test("a model that contains itself is refused")
    func cycle() {
        let outer: CLayer = make { hbl_sequential_create(nil, $0) }
        let inner: CLayer = make { hbl_sequential_create(nil, $0) }
        #expect(hbl_sequential_add(outer.pointer, outer.pointer) != HBL_OK)
        ok(hbl_sequential_add(outer.pointer, inner.pointer))
        #expect(hbl_sequential_add(inner.pointer, outer.pointer) != HBL_OK)
    }
}
