"""Callbacks: code of yours that runs at moments of training, evaluation and prediction.

One file for each class; the names, arguments and behaviour are Keras'.
"""

from hornbill.callbacks.base_logger import BaseLogger
from hornbill.callbacks.callback import Callback
from hornbill.callbacks.callback_list import CallbackList
from hornbill.callbacks.csv_logger import CSVLogger
from hornbill.callbacks.early_stopping import EarlyStopping
from hornbill.callbacks.history import History
from hornbill.callbacks.lambda_callback import LambdaCallback
from hornbill.callbacks.learning_rate_scheduler import LearningRateScheduler
from hornbill.callbacks.monitor_callback import MonitorCallback
from hornbill.callbacks.progbar_logger import ProgbarLogger
from hornbill.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau
from hornbill.callbacks.remote_monitor import RemoteMonitor
from hornbill.callbacks.terminate_on_nan import TerminateOnNaN

__all__ = [
    "BaseLogger",
    "CSVLogger",
    "Callback",
    "CallbackList",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "MonitorCallback",
    "ProgbarLogger",
    "ReduceLROnPlateau",
    "RemoteMonitor",
    "TerminateOnNaN",
]
