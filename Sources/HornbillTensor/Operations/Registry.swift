extension Operation {
    /// Every primitive of the engine. The compiler adds some of its own.
    public static let registry: [Operation] =
        elementwise
        + [cast]
        + [reshape, transpose, broadcastTo, slice, unslice, concatenate, stopGradient, identity]
        + [take, scatterSum, takeAlongAxis, scatterSumAlongAxis, oneHot]
        + [matmul]
        + [sum, prod, max, min, any, all, argmax, argmin]
        + [cumulativeSum, cumulativeProduct, cumulativeMax, cumulativeMin]
        + [sort, argsort, searchSorted, slidingProduct]
        + [randomUniform, randomNormal, randomTruncatedNormal, randomIntegers, randomDistribution]
        + [fourier, realFourier, realInverseFourier]
        + [convolution, convolutionInputGradient, convolutionWeightsGradient]
        + [segmentMax, segmentMin, segmentProduct]
        + [ctcLoss, ctcLossGradient]
        + [maxPool, maxPoolGradient, maxPoolSelection, averagePool, averagePoolGradient]
        + linearAlgebra
}
