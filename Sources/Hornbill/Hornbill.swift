// What `import Hornbill` gives: everything below it, and the Swift face in this folder.
@_exported import HornbillData
@_exported import HornbillGraph
@_exported import HornbillKernels
@_exported import HornbillNN
@_exported import HornbillTensor
