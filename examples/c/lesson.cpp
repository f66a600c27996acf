// The lesson's model in C++17: handles that release themselves, and errors as exceptions.
//
//   c++ -std=c++17 lesson.cpp -x c npz.c $(pkg-config --cflags --libs hornbill) -lz -o lesson
//   ./lesson mnist.npz
#include <hornbill.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "npz.h"

namespace {

// A unique_ptr that hands its object to the type's release function.
template <auto release>
struct Releaser {
    template <typename Object>
    void operator()(Object *object) const { release(object); }
};
using Tensor = std::unique_ptr<hbl_tensor, Releaser<hbl_tensor_release>>;
using Layer = std::unique_ptr<hbl_layer, Releaser<hbl_layer_release>>;
using History = std::unique_ptr<hbl_history, Releaser<hbl_history_release>>;

void check(hbl_status status) {
    if (status != HBL_OK) throw std::runtime_error(hbl_last_error());
}

// make<Tensor>(hbl_add, a.get(), b.get()): calls a function whose result is its last argument.
template <typename Handle, typename Function, typename... Arguments>
Handle make(Function function, Arguments... arguments) {
    typename Handle::pointer result = nullptr;
    check(function(arguments..., &result));
    return Handle(result);
}

Tensor load(const char *path, const char *name) {
    hbl_tensor *tensor;
    if (const char *problem = npz_load(path, name, &tensor)) throw std::runtime_error(problem);
    return Tensor(tensor);
}

Tensor as_rows(const Tensor &images) {
    const std::vector<int64_t> shape{hbl_tensor_shape(images.get())[0], -1};
    auto rows = make<Tensor>(hbl_reshape, images.get(), 2, shape.data());
    auto numbers = make<Tensor>(hbl_tensor_cast, rows.get(), HBL_FLOAT32);
    auto white = make<Tensor>(hbl_tensor_scalar_double, 255.0, HBL_FLOAT32);
    return make<Tensor>(hbl_divide, numbers.get(), white.get());
}

Layer dense(const std::string &config) {
    return make<Layer>(hbl_layer_create, "Dense", config.c_str());
}

void learn(const char *path) {
    auto x_train = as_rows(load(path, "x_train")), x_test = as_rows(load(path, "x_test"));
    auto y_train = load(path, "y_train"), y_test = load(path, "y_test");

    auto model = make<Layer>(hbl_sequential_create, "digits");
    check(hbl_sequential_add(model.get(), dense(R"({"units": 64, "activation": "relu"})").get()));
    check(hbl_sequential_add(model.get(), dense(R"({"units": 10, "activation": "softmax"})").get()));
    check(hbl_model_compile(
        model.get(),
        R"({"optimizer": "rmsprop", "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]})"));

    hbl_fit_options options;
    hbl_fit_options_init(&options);
    options.epochs = 5;
    options.batch_size = 128;
    options.validation_split = 0.1;
    options.verbose = HBL_VERBOSE_LINE;
    auto history = make<History>(hbl_model_fit, model.get(), x_train.get(), y_train.get(), &options);
    for (int32_t key = 0; key < hbl_history_key_count(history.get()); key++) {
        std::printf("%s:", hbl_history_key(history.get(), key));
        for (int64_t i = 0; i < hbl_history_value_count(history.get(), key); i++)
            std::printf(" %.4f", hbl_history_values(history.get(), key)[i]);
        std::printf("\n");
    }

    hbl_evaluate_options quietly;
    hbl_evaluate_options_init(&quietly);
    quietly.verbose = HBL_VERBOSE_SILENT;
    auto result = make<History>(hbl_model_evaluate, model.get(), x_test.get(), y_test.get(), &quietly);
    for (int32_t key = 0; key < hbl_history_key_count(result.get()); key++)
        std::printf("test %s: %.4f\n", hbl_history_key(result.get(), key), hbl_history_values(result.get(), key)[0]);
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s mnist.npz\n", argv[0]);
        return 2;
    }
    try {
        check(hbl_set_seed(1));
        learn(argv[1]);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
