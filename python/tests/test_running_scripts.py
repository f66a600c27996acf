"""Programs written for Keras run on Hornbill: `python -m hornbill`, and `install_as_keras`."""

import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest

pytest.importorskip("hornbill._hornbill")

ENVIRONMENT = {**os.environ, "KERAS_HOME": "/nowhere", "PYTHONUNBUFFERED": "1"}


def run(*arguments, text=None, cwd=None):
    """Runs `python -m hornbill ...`."""
    return subprocess.run(
        [sys.executable, "-m", "hornbill", *map(str, arguments)],
        capture_output=True,
        text=True,
        input=text,
        cwd=cwd,
        env=_environment(),
        timeout=120,
    )


def _environment():
    import hornbill

    package = os.path.dirname(os.path.dirname(hornbill.__file__))
    path = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(path)}


def ok(code):
    """What a program prints, which must end well."""
    result = run("-c", code)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def fails(code):
    """The last line that a program prints, which must end with an exception."""
    result = run("-c", code)
    assert result.returncode == 1, result.stdout
    return result.stderr.strip().splitlines()[-1]


# How programs are run.


SCRIPT = """
import sys
print(sys.argv[1:], __name__, __file__ == {path!r}, sys.path[0] == {folder!r})
import helper
print(helper.VALUE, sys.modules['__main__'].helper is helper)
"""


def test_a_script_sees_what_it_sees_under_python(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(path=str(script), folder=str(tmp_path)))
    (tmp_path / "helper.py").write_text("VALUE = 42")
    expected = subprocess.run(
        [sys.executable, script, "--epochs", "3", "-m", "-h"],
        capture_output=True,
        text=True,
        env=_environment(),
    ).stdout
    assert expected == "['--epochs', '3', '-m', '-h'] __main__ True True\n42 True\n"
    assert run(script, "--epochs", "3", "-m", "-h").stdout == expected
    relative = run("script.py", "--epochs", "3", "-m", "-h", cwd=tmp_path)
    assert relative.stdout == expected


def test_a_module_runs_with_its_arguments(tmp_path):
    package = tmp_path / "program"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text("import sys, keras\nprint(sys.argv[1:], __package__)")
    result = run("-m", "program", "-v", "x", cwd=tmp_path)
    assert result.stdout == "['-v', 'x'] program\n", result.stderr


def test_text_the_standard_input_a_directory_and_a_zip_file_run(tmp_path):
    assert ok("import sys; print(sys.argv)") == "['-c']"
    assert run("-cprint(1)").stdout == "1\n"
    assert run("-", "a", text="import sys, keras; print(sys.argv)").stdout == "['-', 'a']\n"
    (tmp_path / "__main__.py").write_text("import keras; print(keras.__name__)")
    assert run(tmp_path).stdout == "keras\n"
    with zipfile.ZipFile(tmp_path / "program.zip", "w") as archive:
        archive.write(tmp_path / "__main__.py", "__main__.py")
    assert run(tmp_path / "program.zip").stdout == "keras\n"


def test_exit_codes_are_the_programs():
    assert run("-c", "raise SystemExit(7)").returncode == 7
    assert run("-c", "import sys; sys.exit()").returncode == 0
    result = run("-c", "import sys; sys.exit('no data')")
    assert result.returncode == 1 and result.stderr == "no data\n"
    assert run("-c", "1 / 0").returncode == 1


def test_a_traceback_shows_the_program_only(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("def act():\n    raise ValueError('wrong')\n\nact()\n")
    plain = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert run(script).stderr == plain.stderr
    script.write_text("x = = 1\n")
    plain = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert run(script).stderr == plain.stderr and "SyntaxError" in plain.stderr
    (tmp_path / "module.py").write_text("1 / 0\n")
    lines = run("-m", "module", cwd=tmp_path).stderr.splitlines()
    assert "module.py" in lines[1] and lines[-1].startswith("ZeroDivisionError")


def test_a_programs_own_hook_shows_its_exceptions():
    code = "import sys\nsys.excepthook = lambda k, e, t: print('own', e)\nraise ValueError('x')"
    result = run("-c", code)
    assert (result.stdout, result.stderr, result.returncode) == ("own x\n", "", 1)


def test_wrong_calls_are_refused(tmp_path):
    result = run(tmp_path / "nothing.py")
    assert result.returncode == 2 and "can't open file" in result.stderr
    assert run("-m").returncode == 2 and run("--nonsense").returncode == 2
    result = run()
    assert result.returncode == 2 and "usage: python -m hornbill" in result.stderr
    result = run("--help")
    assert result.returncode == 0 and "script" in result.stdout
    assert run("--version").stdout.startswith("Hornbill ")
    assert "No module named nothing" in run("-m", "nothing").stderr


def test_interrupting_a_program_ends_it_like_one_of_pythons(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import time\nprint('begun', flush=True)\ntime.sleep(60)\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "hornbill", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert errors.splitlines()[-1] == "KeyboardInterrupt" and "hornbill" not in errors


def test_functions_of_a_program_can_be_pickled_and_outlive_it():
    code = """
import atexit, pickle
class Thing:
    pass
assert type(pickle.loads(pickle.dumps(Thing()))) is Thing
atexit.register(lambda: print(Thing.__name__))
"""
    assert ok(code) == "Thing"


# What keras means.


IMPORTS = """
import keras
import keras.layers
import keras.layers as kl
from keras import models, layers, optimizers, losses, metrics, callbacks, backend as K
from keras.models import Sequential, Model
from keras.layers import Dense, Dropout, Flatten, Activation, Input, Reshape
from keras.optimizers import SGD, RMSprop, Adam
from keras.optimizers import schedules
from keras.optimizers.schedules import ExponentialDecay
from keras.optimizers.legacy import Adam as LegacyAdam
from keras.datasets import mnist, fashion_mnist
from keras.datasets.mnist import load_data
from keras.utils import to_categorical, np_utils
from keras.utils.np_utils import to_categorical as tc
import keras.utils.np_utils
from keras.callbacks import EarlyStopping, Callback
from keras.regularizers import l2
from keras.initializers import RandomNormal
from keras import ops, random, initializers, regularizers, constraints, activations, config, utils
"""


def test_keras_and_tensorflow_keras_have_every_name_that_lessons_import():
    both = IMPORTS + IMPORTS.replace("keras", "tensorflow.keras").replace(
        "import tensorflow.keras\n", "import tensorflow as tf\n", 1
    ).replace("from tensorflow.keras import models", "from tensorflow.keras import models")
    assert ok(both + "print('good')") == "good"


def test_modules_and_classes_are_the_same_objects_under_all_names():
    code = """
import hornbill, keras, tensorflow as tf
from tensorflow import keras as tfk
import tensorflow.keras.layers as tfl
import keras.layers, keras.datasets.mnist, hornbill.datasets.mnist
assert keras is tf.keras is tfk
assert keras.layers is hornbill.layers is tfl is tf.keras.layers
assert keras.datasets.mnist is hornbill.datasets.mnist
assert keras.Sequential is hornbill.Sequential is tf.keras.models.Sequential
assert isinstance(keras.layers.Dense(1), hornbill.layers.Layer)
assert keras.layers.__name__ == keras.layers.__spec__.name == 'hornbill.layers'
import importlib
assert importlib.reload(hornbill.layers) is keras.layers
print('good')
"""
    assert ok(code) == "good"


def test_keras_2s_places_lead_to_where_things_are():
    code = """
from keras.layers.core import Dense, Dropout, Activation, Flatten
from keras.layers.core import Dense as D2
import keras.layers.core
from tensorflow.python.keras.layers import Dense as D3
from tensorflow.python.keras import models
from keras.optimizers import adam_v2, gradient_descent_v2
from keras.utils.data_utils import get_file
from keras.utils import np_utils
import keras
assert Dense is D2 is D3 is keras.layers.Dense
assert adam_v2.Adam is keras.optimizers.Adam
assert get_file is keras.utils.get_file
print(np_utils.to_categorical([1, 0]).tolist())
"""
    assert ok(code) == "[[0.0, 1.0], [1.0, 0.0]]"


def test_versions_are_those_that_programs_look_for():
    code = """
import keras, tensorflow as tf, hornbill
assert keras.__version__.split('.')[0] == '3' and keras.version() == keras.__version__
assert tf.__version__.startswith('2.') and tf.keras.__version__ == keras.__version__
assert hornbill.__version__ != keras.__version__
tf.random.set_seed(1)
print(tf.config.list_physical_devices('GPU'), keras.backend.backend())
"""
    assert ok(code) == "[] hornbill"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("from keras.layers import Nonsense", "keras.layers.Nonsense is not part of Hornbill"),
        ("import keras; keras.nonsense", "'keras' has no attribute 'nonsense'"),
        ("import keras.preprocessing.image", "keras.preprocessing is not part of Hornbill"),
        ("from keras import preprocessing", "keras.preprocessing is not part of Hornbill"),
        ("from keras.datasets import imdb", "keras.datasets.imdb is not part of Hornbill"),
        ("import keras.src.layers", "keras.src is not part of Hornbill"),
        ("import keras._private", "keras._private is not part of Hornbill"),
        ("from keras.wrappers.scikit_learn import KerasClassifier", "scikeras"),
        ("from tensorflow.keras.applications import VGG16", "applications is not part"),
        ("import tensorflow.data", "tensorflow.data is a part of TensorFlow"),
        ("import tensorflow as tf; tf.constant(1)", "has only its keras"),
        ("import keras.losses.nonsense", "'keras.losses' is not a package"),
    ],
)
def test_what_is_missing_is_named(code, text):
    assert text in fails(code)


def test_missing_parts_can_be_tried_for():
    code = """
try:
    from keras.layers import Nonsense
except ImportError as error:
    print(error.name)
import keras
print(hasattr(keras, 'nonsense'), hasattr(keras.datasets, 'imdb'))
import importlib.util
print(importlib.util.find_spec('keras') is not None, 'keras.models' in __import__('sys').modules)
"""
    lines = ok(code).splitlines()
    assert lines[1:] == ["False False", "True False"]


LESSON = """
import numpy as np
from keras import models
from keras import layers
from keras import optimizers
x = np.random.default_rng(0).random((64, 8), dtype='float32')
y = (x.sum(axis=1) > 4).astype('float32')
model = models.Sequential()
model.add(layers.Dense(8, activation='relu', input_shape=(8,)))
model.add(layers.Dense(1, activation='sigmoid'))
model.compile(optimizer=optimizers.RMSprop(lr=0.001), loss='mse', metrics=['acc'])
history = model.fit(x, y, epochs=2, batch_size=512, validation_data=(x, y), verbose=0)
print(sorted(history.history), type(model.predict(x, verbose=0)).__name__)
print(len(model.evaluate(x, y, verbose=0)))
"""


@pytest.mark.parametrize("name", ["keras", "tensorflow.keras"])
def test_the_lessons_model_trains_in_keras_2s_spelling(name):
    lines = ok(LESSON.replace("from keras", f"from {name}")).splitlines()
    assert lines == ["['acc', 'loss', 'val_acc', 'val_loss'] ndarray", "2"]


# In a notebook.


def python(code):
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=_environment()
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_install_as_keras_works_once_and_again_and_is_undone():
    code = """
import sys, hornbill
hornbill.install_as_keras()
hornbill.install_as_keras()
from keras.layers import Dense
import tensorflow as tf
assert Dense is tf.keras.layers.Dense is hornbill.layers.Dense
hornbill.uninstall_as_keras()
assert not any(name.split('.')[0] in ('keras', 'tensorflow') for name in sys.modules)
hornbill.uninstall_as_keras()
import hornbill.layers
assert Dense is hornbill.layers.Dense
hornbill.install_as_keras()
from keras.layers import Dense as Again
assert Again is Dense
print('good')
"""
    assert python(code) == "good"


@pytest.mark.parametrize("name", ["keras", "tensorflow"])
def test_another_keras_that_is_imported_already_is_an_error(name):
    code = f"""
import sys, types, hornbill
sys.modules[{name!r}] = types.ModuleType({name!r})
try:
    hornbill.install_as_keras()
except ImportError as error:
    print(error)
"""
    assert f"another {name} is imported already" in python(code)


def test_importing_hornbill_alone_leaves_keras_alone():
    code = "import sys, hornbill, hornbill.layers; print(any('Finder' in type(f).__name__ and "
    code += "type(f).__module__.startswith('hornbill') for f in sys.meta_path))"
    assert python(code) == "False"
