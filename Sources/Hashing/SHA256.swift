import COpenSSL

/// The function SHA-256 (FIPS 180-4), computed piece by piece by OpenSSL's libcrypto.
package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// Nothing hashed yet.
    package init() {
        guard Self.isReady, let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
        else { fatalError("libcrypto cannot compute SHA-256: out of memory, or not installed as a whole") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Appends bytes.
    package mutating func update(_ bytes: RawSpan) {
        let done = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(done == 1, "libcrypto could not hash")
    }

    /// The 32 bytes of the digest of everything so far.
    package consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { digest, count in
            var length: UInt32 = 0
            precondition(
                EVP_DigestFinal_ex(context, digest.baseAddress, &length) == 1, "libcrypto could not hash")
            count = Int(length)
        }
    }

    /// The 32 bytes of the digest of `bytes`.
    package static func digest(of bytes: RawSpan) -> [UInt8] {
        var function = SHA256()
        function.update(bytes)
        return function.finish()
    }

    private static let isReady = copenssl_begin() == 1
}

extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits for each byte.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
