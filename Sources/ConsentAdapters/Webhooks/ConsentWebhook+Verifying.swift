public import ConsentTranslation
import Crypto

extension ConsentWebhook {
    /// Checks that a message is the CMP's.
    ///
    /// Secrets are compared in a time that tells nothing about them. A signature is checked before its time, so that
    /// only an authentic message is told to be too old.
    ///
    /// - Parameters:
    ///   - message: the message as it arrived.
    ///   - connection: the site's parameters, the secrets among them.
    ///   - now: the time at which it arrived.
    /// - Throws: ``AdapterError`` `unverified` with what to check, `configuration` where the connection gives no secret.
    public func verify(_ message: WebhookMessage, for connection: Connection, now: Instant) throws(AdapterError) {
        switch verification {
        case .none:
            return
        case .header(let fields):
            try verify(fields, message, connection)
        case .hmac(let signature):
            let time = try signature.time.map { time throws(AdapterError) in try Self.sent(time, message) }
            try verify(signature, message, time, connection)
            if let rule = signature.time, let time { try Self.check(time.instant, rule, now) }
        }
    }

    // MARK: A header that both sides know

    private func verify(
        _ fields: [ConsentSource.SecretField],
        _ message: WebhookMessage,
        _ connection: Connection
    ) throws(AdapterError) {
        guard let name = fields.first?.name else { return }
        let expected = try Self.secrets(fields.map(\.parameter), of: connection) { parameter, secret in
            (fields.first { $0.parameter == parameter }?.prefix ?? "") + secret
        }
        guard let given = try message.value(of: name) else { throw Self.missing(name) }
        // Each is compared whole, whether or not one before it was the right one.
        let matches = expected.map { Self.areEqual($0, given) }
        guard matches.contains(true) else {
            throw AdapterError(
                .unverified,
                "The message's header \(name) has another value than the connection's \(Self.list(fields.map(\.parameter))); "
                    + "compare it with what is entered at the CMP."
            )
        }
    }

    /// Equal texts have equal hashes under a key that nobody knows; comparing those takes the same time for any text.
    private static func areEqual(_ left: String, _ right: String) -> Bool {
        let key = SymmetricKey(size: .bits256)
        let code = HMAC<SHA256>.authenticationCode(for: Array(right.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(left.utf8), using: key)
    }

    // MARK: A signature

    private func verify(
        _ signature: Signature,
        _ message: WebhookMessage,
        _ time: (text: String, instant: Instant)?,
        _ connection: Connection
    ) throws(AdapterError) {
        let secrets = try Self.secrets(signature.parameters, of: connection) { $1 }
        guard let text = try message.value(of: signature.header) else { throw Self.missing(signature.header) }
        guard text.hasPrefix(signature.prefix),
            let code = signature.encoding.bytes(of: String(text.dropFirst(signature.prefix.count)))
        else {
            throw AdapterError(
                .unverified,
                "The message's header \(signature.header) is no signature of the form "
                    + "\(signature.prefix)(\(signature.encoding.rawValue)); is it complete, and signed by the CMP?"
            )
        }
        var signed = message.body
        if let rule = signature.time, let time { signed = Array((time.text + rule.separator).utf8) + signed }
        let matches = secrets.map { signature.algorithm.isValid(code, over: signed, secret: $0) }
        guard matches.contains(true) else {
            throw AdapterError(
                .unverified,
                "The message's signature does not fit. Check the connection's \(Self.list(signature.parameters)) against the "
                    + "secret at the CMP, and that the body is what arrived, byte for byte: not formatted, not cut, with its "
                    + "Content-Length."
            )
        }
    }

    private static func sent(
        _ rule: SignedTime,
        _ message: WebhookMessage
    ) throws(AdapterError) -> (text: String, instant: Instant) {
        guard let text = try message.value(of: rule.header) else { throw missing(rule.header) }
        guard let instant = RecordRules.Time.instant(text, rule.format) else {
            throw AdapterError(
                .unverified,
                "The message's header \(rule.header) is not a time in the form \(rule.format.rawValue)."
            )
        }
        return (text, instant)
    }

    private static func check(_ sent: Instant, _ rule: SignedTime, _ now: Instant) throws(AdapterError) {
        let (distance, overflow) = now.milliseconds.subtractingReportingOverflow(sent.milliseconds)
        guard !overflow, distance.magnitude <= UInt64(rule.tolerance.magnitude) else {
            throw AdapterError(
                .unverified,
                "The message was signed at \(sent.iso8601), more than \(rule.tolerance / 1_000) seconds from now: it may be a "
                    + "replay, or a clock is wrong. For a message that was kept, say when it arrived: --now INSTANT."
            )
        }
    }

    // MARK: Secrets

    /// The secrets of these parameters that the connection gives, each turned into what is compared.
    private static func secrets(
        _ parameters: [String],
        of connection: Connection,
        _ made: (_ parameter: String, _ secret: String) -> String
    ) throws(AdapterError) -> [String] {
        let given = parameters.compactMap { parameter -> String? in
            let value = connection.secrets[parameter]?.reveal() ?? connection.values[parameter] ?? ""
            return value.isEmpty ? nil : made(parameter, value)
        }
        guard !given.isEmpty else {
            throw AdapterError(
                .configuration,
                "The connection gives no \(list(parameters)), without which no message can be told to be the CMP's."
            )
        }
        return given
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: " or ") }

    private static func missing(_ header: String) -> AdapterError {
        AdapterError(
            .unverified,
            "The message has no header \(header), which proves that it is the CMP's; was the whole header saved, and does "
                + "the CMP sign?"
        )
    }
}

extension ConsentWebhook.Signature.Algorithm {
    /// Whether a code is that of these bytes, found out in a time that does not depend on where they differ.
    fileprivate func isValid(_ code: [UInt8], over bytes: [UInt8], secret: String) -> Bool {
        let key = SymmetricKey(data: Array(secret.utf8))
        return switch self {
        case .sha256: HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
        case .sha384: HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
        case .sha512: HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
        }
    }
}
