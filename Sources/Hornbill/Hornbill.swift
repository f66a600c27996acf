@_exported import HornbillNN
@_exported import HornbillGraph
@_exported import HornbillTensor
@_exported import HornbillKernels
