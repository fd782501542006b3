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
        case .hmac(let forms):
            // Whatever a message has, a connection without any secret is a mistake of its own.
            _ = try Self.secrets(forms.flatMap(\.parameters), of: connection) { $1 }
            let found = try Self.form(of: message, forms)
            let time = try found.time
            try Self.verify(found, message, time, connection)
            if let rule = found.form.time, let time { try Self.check(time.instant, rule, now) }
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

    /// What a message carries of one form of signature.
    private struct Carried {
        let form: Signature
        /// The signatures as they are written, any of which may fit.
        let codes: [String]
        /// The time of sending as it is written; nil where none is signed.
        let sent: String?
        /// The header with the time.
        let timeName: String

        /// The time of sending, in words and as an instant.
        var time: (text: String, instant: Instant)? {
            get throws(AdapterError) {
                guard let rule = form.time, let sent else { return nil }
                guard let instant = RecordRules.Time.instant(sent, rule.format) else {
                    throw AdapterError(
                        .unverified,
                        "The message's \(timeName) is not a time in the form \(rule.format.rawValue)."
                    )
                }
                return (sent, instant)
            }
        }
    }

    /// The first form whose header the message has, and what that says.
    private static func form(of message: WebhookMessage, _ forms: [Signature]) throws(AdapterError) -> Carried {
        for form in forms {
            guard let text = try message.value(of: form.header) else { continue }
            return try carried(form, text, message)
        }
        throw missing(list(forms.map(\.header)))
    }

    private static func carried(
        _ form: Signature,
        _ text: String,
        _ message: WebhookMessage
    ) throws(AdapterError) -> Carried {
        let fields = form.field == nil ? nil : try SignatureList(text, header: form.header)
        var codes = [text]
        if let fields, let name = form.field {
            codes = fields.values(of: name)
            guard !codes.isEmpty else {
                throw AdapterError(
                    .unverified,
                    "The message's header \(form.header) has no \(name)=…, the signature; does the CMP sign in another form?"
                )
            }
        }
        switch form.time?.place {
        case nil:
            return Carried(form: form, codes: codes, sent: nil, timeName: "")
        case .header(let name):
            guard let sent = try message.value(of: name) else { throw missing(name) }
            return Carried(form: form, codes: codes, sent: sent, timeName: "header \(name)")
        case .field(let name):
            let times = fields?.values(of: name) ?? []
            guard let sent = times.first, times.count == 1 else {
                throw AdapterError(
                    .unverified,
                    "The message's header \(form.header) has \(name)=…, the time, \(times.count) times; it must have it once."
                )
            }
            return Carried(form: form, codes: codes, sent: sent, timeName: "\(name)=… in the header \(form.header)")
        }
    }

    private static func verify(
        _ carried: Carried,
        _ message: WebhookMessage,
        _ time: (text: String, instant: Instant)?,
        _ connection: Connection
    ) throws(AdapterError) {
        let form = carried.form
        let secrets = try secrets(form.parameters, of: connection) { $1 }
        let codes = carried.codes.compactMap { text in
            text.hasPrefix(form.prefix) ? form.encoding.bytes(of: String(text.dropFirst(form.prefix.count))) : nil
        }
        guard !codes.isEmpty else {
            throw AdapterError(
                .unverified,
                "The message's header \(form.header) is no signature of the form \(form.example); is it complete, and signed "
                    + "by the CMP?"
            )
        }
        var signed = message.body
        if let rule = form.time, let time { signed = Array((time.text + rule.separator).utf8) + signed }
        // Every one is compared whole, whether or not one before it fitted.
        let matches = secrets.flatMap { secret in
            codes.map { form.algorithm.isValid($0, over: signed, secret: secret) }
        }
        guard matches.contains(true) else {
            throw AdapterError(
                .unverified,
                "The message's signature does not fit. Check the connection's \(list(form.parameters)) against the "
                    + "secret at the CMP, and that the body is what arrived, byte for byte: not formatted, not cut, with its "
                    + "Content-Length."
            )
        }
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

    private static func list(_ names: [String]) -> String {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.joined(separator: " or ")
    }

    private static func missing(_ header: String) -> AdapterError {
        AdapterError(
            .unverified,
            "The message has no header \(header), which proves that it is the CMP's; was the whole header saved, and does "
                + "the CMP sign?"
        )
    }
}

extension ConsentWebhook.Signature {
    /// What the header looks like, for people.
    var example: String {
        let code = "\(prefix)(\(encoding.rawValue))"
        guard let field else { return code }
        guard case .field(let name) = time?.place else { return "\(field)=\(code)" }
        return "\(name)=(time),\(field)=\(code)"
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
