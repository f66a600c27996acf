import Hornbill
import Testing

@Suite("Callbacks")
struct CallbackTests {
    /// A model of one weight w, fed x = 1 and y = 0: each epoch multiplies w by 1 − 2 · rate.
    private func shrinking(rate: Double = 0.25) throws -> (model: Sequential, x: Tensor, y: Tensor) {
        let model = try Sequential { Dense(1, useBias: false, kernelInitializer: .ones, inputShape: [1]) }
        try model.compile(optimizer: .sgd(learningRate: rate), loss: .mse)
        return (model, [[1.0]], [[0.0]])
    }

    final class Diary: BatchCallback {
        var events: [String] = []
        func onTrainBegin(model: Model) { events.append("begin") }
        func onTrainEnd(logs: Logs, model: Model) { events.append("end \(logs["mine"] ?? 0)") }
        func onEpochBegin(_ epoch: Int, model: Model) { events.append("epoch \(epoch)") }
        func onEpochEnd(_ epoch: Int, logs: inout Logs, model: Model) {
            events.append("loss \(logs.loss)")
            logs["mine"] = Double(epoch * 2)
        }
        func onTrainBatchBegin(_ batch: Int, model: Model) { events.append("batch \(batch)") }
        func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) { events.append("batch loss \(logs.loss)") }
        func onPredictBatchEnd(_ batch: Int, model: Model) { events.append("predicted \(batch)") }
    }

    @Test("a callback hears of everything in order, and adds to the history")
    func order() throws {
        let (model, x, y) = try shrinking()
        let diary = Diary()
        let history = try model.fit(x, y, epochs: 2, verbose: .silent, callbacks: [diary])
        #expect(
            diary.events == [
                "begin", "epoch 0", "batch 0", "batch loss 1.0", "loss 1.0", "epoch 1", "batch 0", "batch loss 0.25",
                "loss 0.25", "end 2.0",
            ])
        #expect(history["mine"] == [0, 2] && history["loss"] == [1, 0.25])
        diary.events = []
        _ = try model.predict(x, callbacks: [diary])
        #expect(diary.events == ["predicted 0"])
    }

    @Test("closures hear of epochs and batches, and can stop the training")
    func closures() throws {
        let (model, x, y) = try shrinking()
        var epochs: [Int] = [], batches = 0
        let history = try model.fit(
            x, y, epochs: 10, verbose: .silent,
            callbacks: [
                .onEpochEnd { epoch, logs in
                    epochs.append(epoch)
                    if logs.loss < 0.1 { model.stopTraining = true }
                },
                .onTrainBatchEnd { _, _ in batches += 1 },
            ])
        #expect(epochs == [0, 1, 2] && batches == 3 && history["loss"] == [1, 0.25, 0.0625])
    }

    @Test("what a callback throws comes out of fit, and the model can still be trained")
    func throwing() throws {
        struct Enough: Error {}
        let (model, x, y) = try shrinking()
        #expect(throws: Enough.self) {
            try model.fit(
                x, y, epochs: 5, verbose: .silent,
                callbacks: [.onEpochEnd { epoch, _ in if epoch == 1 { throw Enough() } }])
        }
        #expect(try model.getWeights()[0] == [[0.25]])
        #expect(try model.fit(x, y, verbose: .silent)["loss"] == [0.0625])
    }

    @Test("early stopping stops after its patience and gives back the best weights")
    func earlyStopping() throws {
        // A rate of 1.5 doubles the weight each epoch: the first epoch is the best.
        let (model, x, y) = try shrinking(rate: 1.5)
        let stopping = EarlyStopping(monitor: "loss", patience: 2, restoreBestWeights: true)
        let history = try model.fit(x, y, epochs: 10, verbose: .silent, callbacks: [stopping])
        #expect(history["loss"] == [1, 4, 16])
        #expect(stopping.stoppedEpoch == 2 && stopping.bestEpoch == 0 && stopping.best == 1)
        #expect(try model.getWeights()[0] == [[-2]])
        // The same object serves another training.
        #expect(try model.fit(x, y, epochs: 10, verbose: .silent, callbacks: [stopping])["loss"].count == 3)
    }

    @Test("a metric says which way is better; a name that is not logged throws")
    func monitors() throws {
        let (x, y) = try blobs(40)
        let model = try Sequential { Dense(4, activation: .softmax, inputShape: [2]) }
        try model.compile(
            optimizer: .sgd(learningRate: 0.0), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let history = try model.fit(
            x, y, epochs: 9, validationSplit: 0.2, verbose: .silent,
            callbacks: [.earlyStopping(monitor: "val_accuracy", minDelta: 0.01, patience: 3)])
        #expect(history["val_accuracy"].count == 4)
        #expect(
            kind { try model.fit(x, y, verbose: .silent, callbacks: [.earlyStopping(monitor: "nonsense")]) }
                == .unknownName)
    }

    @Test("a scheduler sets the rate of each epoch, which the history shows")
    func scheduler() throws {
        let (model, x, y) = try shrinking(rate: 0.5)
        let history = try model.fit(
            x, y, epochs: 3, verbose: .silent,
            callbacks: [.learningRateScheduler { epoch, rate in epoch == 0 ? rate : rate / 2 }])
        #expect(history["learning_rate"] == [0.5, 0.25, 0.125])
    }

    @Test("a plateau lowers the rate, down to a limit")
    func plateau() throws {
        let (model, x, y) = try shrinking(rate: 1)
        // A rate of 1 turns the weight around: the loss stays 1.
        let history = try model.fit(
            x, y, epochs: 4, verbose: .silent,
            callbacks: [try .reduceLROnPlateau(monitor: "loss", factor: 0.25, patience: 1, minLearningRate: 0.25)])
        #expect(history["learning_rate"] == [1, 1, 0.25, 0.25] && history["loss"] == [1, 1, 1, 0.25])
        #expect(kind { try ReduceLROnPlateau(factor: 1) } == .invalidArgument)
    }

    @Test("a loss that is no number ends the training")
    func nan() throws {
        let (model, x, _) = try shrinking()
        let history = try model.fit(
            x, [[Tensor.scalar(.nan)]], epochs: 5, verbose: .silent, callbacks: [.terminateOnNaN])
        #expect(history.epochs == [0])
    }

    @Test("a log file has a line for each epoch")
    func csv() throws {
        try withFolder { folder in
            let (model, x, y) = try shrinking()
            let path = folder + "/log.csv"
            try model.fit(x, y, epochs: 2, verbose: .silent, callbacks: [.csvLogger(path)])
            #expect(text(of: path) == "epoch,loss,val_loss\r\n0,1.0,NA\r\n1,0.25,NA\r\n")
            try model.fit(x, y, epochs: 1, verbose: .silent, callbacks: [.csvLogger(path, append: true)])
            #expect(text(of: path).hasSuffix("1,0.25,NA\r\n0,0.0625,NA\r\n"))
            #expect(
                kind { try model.fit(x, y, verbose: .silent, callbacks: [.csvLogger(folder + "/no/log.csv")]) }
                    == .inputOutput)
        }
    }
}
