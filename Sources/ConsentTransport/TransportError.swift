/// Why an exchange gave no usable answer.
///
/// The message names the host and the cure, never a query, a header value, a body or a secret.
public struct TransportError: Error, Sendable, Equatable {
    /// What went wrong, as a stable word.
    public enum Code: String, Sendable, CaseIterable {
        /// The request itself is malformed or too large.
        case invalidRequest = "invalid_request"
        /// The host is not in the allow-list.
        case forbiddenHost = "forbidden_host"
        /// Not https.
        case insecureScheme = "insecure_scheme"
        /// The name leads to a loopback, private, link-local, metadata or otherwise special address.
        case addressRefused = "address_refused"
        /// The server redirects to where the request must not go, or too often.
        case redirectRefused = "redirect_refused"
        /// No connection could be made.
        case unreachable
        /// The TLS handshake broke off.
        case tlsHandshake = "tls_handshake"
        /// The server's certificate is not trusted, expired or for another name.
        case tlsCertificate = "tls_certificate"
        /// Our side of TLS, a certificate file for instance, is set up wrongly.
        case tlsSetup = "tls_setup"
        /// The connect or total timeout passed.
        case timeout
        /// Fewer bytes a second than the limit for too long.
        case tooSlow = "too_slow"
        /// The connection ended before the answer did.
        case truncated
        /// The body has more bytes than allowed.
        case bodyTooLarge = "body_too_large"
        /// The header has more bytes or lines than allowed.
        case headersTooLarge = "headers_too_large"
        /// The body's compression is damaged or unknown.
        case badEncoding = "bad_encoding"
        /// What came is not HTTP.
        case protocolViolation = "protocol_violation"
        /// The answer's status says no, and no rule knows better.
        case httpStatus = "http_status"
        /// The credentials were refused.
        case credentialsRefused = "credentials_refused"
        /// The token endpoint answered something without a usable token.
        case tokenUnusable = "token_unusable"
        /// The server asks us to slow down, and patience for this request is used up.
        case throttled
        /// The server asks for a pause longer than one request may wait.
        case suspended
        /// The server failed so often that it is left alone for a while.
        case circuitOpen = "circuit_open"
        /// The task was cancelled.
        case cancelled
        /// The client was shut down.
        case closed
        /// Too many requests wait in line.
        case overloaded
        /// libcurl is too old, lacks a feature or failed inside.
        case library
    }

    /// The stable word.
    public let code: Code
    /// One sentence for the operator: what happened and what to do.
    public let message: String
    /// The answer's status, where there was an answer.
    public let httpStatus: Int?
    /// libcurl's own number, where it gave one.
    public let curlCode: Int?
    /// What the engine should do; nil for `cancelled` and `closed`, which are nobody's fault.
    public let failureClass: FailureClass?
    /// When to come back, for `suspended`.
    public let suspendedUntil: UnixTime?

    /// Makes an error; the class follows from the code unless given.
    public init(
        _ code: Code,
        _ message: String,
        httpStatus: Int? = nil,
        curlCode: Int? = nil,
        failureClass: FailureClass? = nil,
        suspendedUntil: UnixTime? = nil
    ) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.curlCode = curlCode
        self.failureClass = failureClass ?? code.failureClass
        self.suspendedUntil = suspendedUntil
    }

    static func invalidRequest(_ complaint: String) -> TransportError {
        TransportError(.invalidRequest, "The request was not sent: \(complaint).")
    }

    static let cancelled = TransportError(.cancelled, "The request was cancelled.")

    static let closed = TransportError(.closed, "The HTTP client was shut down; make a new one.")
}

extension TransportError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}

extension TransportError.Code {
    /// What the engine should do about it.
    public var failureClass: FailureClass? {
        switch self {
        case .invalidRequest, .forbiddenHost, .insecureScheme, .addressRefused, .tlsCertificate, .tlsSetup,
            .credentialsRefused, .library:
            .config
        case .unreachable, .tlsHandshake, .timeout, .tooSlow, .truncated, .overloaded, .circuitOpen: .transient
        case .bodyTooLarge, .headersTooLarge, .badEncoding, .protocolViolation, .httpStatus, .tokenUnusable,
            .redirectRefused:
            .contract
        case .throttled: .throttle
        case .suspended: .suspend
        case .cancelled, .closed: nil
        }
    }
}
