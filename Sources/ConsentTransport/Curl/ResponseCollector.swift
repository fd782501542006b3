/// What has arrived of one answer, within its limits.
struct ResponseCollector {
    /// Which limit stopped the answer.
    enum Excess {
        case body, expansion, headerBytes, headerCount
    }

    private let maxBodyBytes: Int
    private let maxExpansion: Int
    private let expansionFloorBytes: Int
    private let maxHeaderBytes: Int
    private let maxHeaderCount: Int
    private var headerBytes = 0
    private var headerCount = 0
    private var bodyBytes = 0
    private var header = ReceivedHeader()
    private var body: [UInt8] = []

    /// The limit that was crossed, if one was.
    private(set) var excess: Excess?
    /// Whether any line of an answer has come.
    private(set) var hasBegun = false
    /// Whether the empty line that ends a header has come. A connection that closes before it looks like a complete
    /// answer without a body to libcurl.
    private(set) var isHeaderComplete = false

    init(limits: TransportLimits, isStreaming: Bool = false) {
        maxBodyBytes = isStreaming ? limits.maxStreamBytes : limits.maxBodyBytes
        maxExpansion = limits.maxExpansion
        expansionFloorBytes = limits.expansionFloorBytes
        maxHeaderBytes = limits.maxHeaderBytes
        maxHeaderCount = limits.maxHeaderCount
    }

    /// Takes one header line with its line end; false stops the transfer.
    ///
    /// libcurl reports the lines of interim answers, of the final one and of trailers alike. A status line begins a new
    /// answer; the counters go on, so that endless interim answers end too. Trailers count but are not kept, since a
    /// field that follows the body must not change what was decided from the header.
    @inline(__always)
    mutating func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        guard !line.isEmpty else { return true }
        headerBytes += line.count
        headerCount += 1
        guard headerBytes <= maxHeaderBytes else { return stop(.headerBytes) }
        guard headerCount <= maxHeaderCount else { return stop(.headerCount) }
        if isStatusLine(line) {
            hasBegun = true
            isHeaderComplete = false
            header.removeAll()
        } else if isEmptyLine(line) {
            isHeaderComplete = true
        } else if !isHeaderComplete {
            header.append(line)
        }
        return true
    }

    /// Counts body bytes, which are already decompressed; false stops the transfer.
    ///
    /// `wireBytes` tells how many came over the wire until now; it is asked only of large bodies.
    mutating func count(_ bytes: Int, wireBytes: () -> Int) -> Bool {
        guard bytes <= maxBodyBytes - bodyBytes else { return stop(.body) }
        bodyBytes += bytes
        guard bodyBytes > expansionFloorBytes else { return true }
        let (most, overflow) = (wireBytes() + Limits.receiveBufferBytes).multipliedReportingOverflow(by: maxExpansion)
        return overflow || bodyBytes <= most ? true : stop(.expansion)
    }

    /// Keeps body bytes that were counted.
    mutating func keep(_ bytes: UnsafeRawBufferPointer) {
        body.append(contentsOf: bytes)
    }

    /// Status and header, once they are complete.
    func head(status: Int) -> HTTPResponse {
        HTTPResponse(status: status, headers: HTTPFields(header))
    }

    /// Gives the answer away, once libcurl says that it is complete.
    mutating func takeResponse(status: Int, facts: HTTPResponse.Facts) -> HTTPResponse {
        var (taken, bytes) = (ReceivedHeader(), [UInt8]())
        swap(&taken, &header)
        swap(&bytes, &body)
        return HTTPResponse(status: status, headers: HTTPFields(taken), body: bytes, facts: facts)
    }

    private mutating func stop(_ excess: Excess) -> Bool {
        self.excess = excess
        body = []
        return false
    }
}

@inline(__always)
private func isStatusLine(_ line: UnsafeRawBufferPointer) -> Bool {
    line[0] == UInt8(ascii: "H") && line.count > 4 && line[1] == UInt8(ascii: "T") && line[2] == UInt8(ascii: "T")
        && line[3] == UInt8(ascii: "P") && line[4] == UInt8(ascii: "/")
}

@inline(__always)
private func isEmptyLine(_ line: UnsafeRawBufferPointer) -> Bool {
    isLineEnd(line[0]) && line.allSatisfy(isLineEnd)
}

private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0D || byte == 0x0A }
