import CLibcurl

/// The header of a request as libcurl wants it. Requests of one account mostly have the same, which is checked and
/// written once then.
///
/// Unchecked: nothing of it changes, and libcurl only reads the list.
final class HeaderLines: @unchecked Sendable {
    /// The lines, to which libcurl points while an exchange has them.
    let list: StringList
    private let fields: HTTPFields
    private let method: HTTPMethod
    private let hasBody: Bool

    /// Checks and writes the header of a request, with the standing fields that it does not set itself. Throws
    /// `invalidRequest`, or `library` if memory ran out.
    init(of request: HTTPRequest, standing: HTTPFields = [:]) throws(TransportError) {
        try request.headers.checkAsRequest()
        fields = request.headers
        method = request.method
        hasBody = request.body != nil
        guard let list = StringList(Self.lines(of: request, standing)) else { throw .outOfMemory }
        self.list = list
    }

    /// Whether a request's header is written like this one's.
    func isHeader(of request: HTTPRequest) -> Bool {
        method == request.method && hasBody == (request.body != nil) && fields == request.headers
    }

    /// Our fields in libcurl's notation, in which a field with an empty value ends in a semicolon.
    private static func lines(of request: HTTPRequest, _ standing: HTTPFields) -> [String] {
        let others = standing.fields.filter { request.headers[$0.name] == nil }
        var lines = (request.headers.fields + others).map {
            $0.value.isEmpty ? $0.name + ";" : $0.name + ": " + $0.value
        }
        if request.body != nil {
            // libcurl would ask first and wait a second for servers that never answer the question.
            lines.append("Expect:")
        }
        if request.method != .get, request.headers["Content-Type"] == nil {
            // libcurl would claim that every body is a form.
            lines.append("Content-Type:")
        }
        return lines
    }
}

/// Lines as libcurl wants them, freed with the last reference.
///
/// Unchecked: they never change.
final class StringList: @unchecked Sendable {
    let head: UnsafeMutablePointer<curl_slist>?

    /// Builds the lines; nil if memory ran out.
    init?(_ lines: [String]) {
        var head: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(head, line) else {
                curl_slist_free_all(head)
                return nil
            }
            head = longer
        }
        self.head = head
    }

    deinit {
        curl_slist_free_all(head)
    }
}
