import Compute

/// The vector of the first eigenvalue of a Schur form, y = (first, second) of length 1 along the first two columns of Q.
struct LeadingVector {
    let value: RealSchur.Eigenvalue
    /// One or two numbers.
    let real: [Double]
    /// As many.
    let imaginary: [Double]

    init(_ schur: RealSchur) {
        value = schur.eigenvalue(ofBlockAt: 0)
        guard schur.rows(ofBlockAt: 0) == 2 else {
            (real, imaginary) = ([1], [0])
            return
        }
        // Of the block (a b; c d), (λ − d, c).
        let (first, c) = (value.real - schur[1, 1], schur[1, 0])
        let length = (first * first + value.imaginary * value.imaginary + c * c).squareRoot()
        real = [first / length, c / length]
        imaginary = [value.imaginary / length, 0]
    }

    /// |rest · y|.
    func residual(_ rest: [Double]) -> Double {
        let (along, across) = (
            real.indices.reduce(0) { $0 + rest[$1] * real[$1] },
            real.indices.reduce(0) { $0 + rest[$1] * imaginary[$1] }
        )
        return (along * along + across * across).squareRoot()
    }
}

/// How far a vector is from being an eigenvector, found apart from the decomposition that it comes from.
extension KrylovSchur {
    /// ‖A x − λ x‖ of x = V Q y, by products of its own.
    func residual(_ vector: LeadingVector, _ schur: RealSchur) -> Double {
        let (value, real) = (vector.value, combination(vector.real, schur))
        let realImage = image(real)
        guard value.imaginary != 0 else {
            add(real, -value.real, to: realImage)
            return length(realImage.pointer) / length(real.pointer)
        }
        let imaginary = combination(vector.imaginary, schur)
        let imaginaryImage = image(imaginary)
        add(real, -value.real, to: realImage)
        add(imaginary, value.imaginary, to: realImage)
        add(real, -value.imaginary, to: imaginaryImage)
        add(imaginary, -value.real, to: imaginaryImage)
        let squares = [realImage, imaginaryImage, real, imaginary].map {
            dot($0.pointer, $0.pointer, matrix.size)
        }
        return ((squares[0] + squares[1]) / (squares[2] + squares[3])).squareRoot()
    }

    /// V Q y.
    private func combination(_ y: [Double], _ schur: RealSchur) -> AlignedArray<Double> {
        let sum = AlignedArray<Double>(count: matrix.size)
        for i in 0..<count {
            var factor = 0.0
            for j in y.indices { factor += schur.q.pointer[i * count + j] * y[j] }
            for node in 0..<matrix.size {
                sum.pointer[node] += factor * basis.pointer[i * matrix.size + node]
            }
        }
        return sum
    }

    /// A x.
    private func image(_ vector: AlignedArray<Double>) -> AlignedArray<Double> {
        let image = AlignedArray<Double>(count: matrix.size)
        matrix.multiply(vector.pointer, into: image.pointer, engine)
        products += 1
        return image
    }

    private func add(_ vector: AlignedArray<Double>, _ factor: Double, to sum: AlignedArray<Double>) {
        for node in 0..<matrix.size { sum.pointer[node] += factor * vector.pointer[node] }
    }
}
