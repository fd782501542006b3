/// The caps of one client. Every one is applied while bytes arrive, before anything of that size is allocated.
public struct TransportLimits: Sendable, Equatable {
    /// Longest time for name resolution, TCP and TLS together.
    public var connectTimeout: Duration = .seconds(10)
    /// Longest time for one exchange from start to last byte, unless the request asks for another.
    public var totalTimeout: Duration = .seconds(60)
    /// Longest time from the start of an exchange to the first byte of its answer.
    public var firstByteTimeout: Duration = .seconds(20)
    /// Longest time for one streamed exchange, with the time that its reader takes, unless the request asks for another.
    public var streamTimeout: Duration = .seconds(6 * 3_600)
    /// Below this many bytes a second ...
    public var lowSpeedBytesPerSecond: Int = 100
    /// ... for this long, an exchange is given up. A server that sends nothing at all falls under it too.
    public var lowSpeedTime: Duration = .seconds(30)
    /// Most body bytes of an answer, counted after decompression.
    public var maxBodyBytes: Int = 32 << 20
    /// Most body bytes of a streamed answer, counted after decompression.
    public var maxStreamBytes: Int = 64 << 30
    /// Most bytes of a streamed answer that wait for their reader; libcurl is paused beyond. A piece that begins below
    /// is taken as a whole.
    public var streamBufferBytes: Int = 256 << 10
    /// Most bytes that one byte on the wire may decompress to ...
    public var maxExpansion: Int = 250
    /// ... in bodies larger than this. No honest text comes near; a decompression bomb reaches 1000 with gzip.
    public var expansionFloorBytes: Int = 4 << 20
    /// Most bytes of all header lines of an answer together.
    public var maxHeaderBytes: Int = 64 << 10
    /// Most header lines of an answer.
    public var maxHeaderCount: Int = 200
    /// Most exchanges of one client that are in flight together; the next ones wait in line.
    public var maxConcurrentTransfers: Int = 16
    /// Most exchanges that wait in line; one more is refused.
    public var maxQueuedTransfers: Int = 10_000
    /// Most redirects that are followed for one request, where they are followed at all.
    public var maxRedirects: Int = 3
    /// Longest life of a pooled connection, so that a changed certificate or address is noticed.
    public var maxConnectionAge: Duration = .seconds(600)
    /// Longest time that a pooled connection lies unused and is still taken; load balancers commonly close it then.
    public var maxConnectionIdle: Duration = .seconds(60)

    /// Makes the default limits.
    public init() {}
}

/// Limits that nobody needs to change.
enum Limits {
    /// libcurl's receive buffer, whose bytes it may have handed on without having counted them yet.
    static let receiveBufferBytes = 16 << 10
    /// Longest URL that is sent.
    static let maxURLBytes = 16 << 10
    /// Most outgoing header fields.
    static let maxRequestHeaderCount = 100
    /// Most bytes of all outgoing header fields together.
    static let maxRequestHeaderBytes = 64 << 10
    /// Most bytes of an outgoing body held in memory.
    static let maxRequestBodyBytes = 16 << 20
    /// Longest host pattern, and longest host name of the DNS (RFC 1035 section 2.3.4).
    static let maxHostBytes = 253
    /// Most exchanges that are kept for a cassette.
    static let maxCassetteExchanges = 1_000
    /// Longest entity tag that is kept and sent back.
    static let maxEntityTagBytes = 1 << 10
    /// Ceiling of one sleep of the transport thread. A wake-up ends it sooner; the ceiling heals a lost one.
    static let maxPollMilliseconds: Int32 = 1_000
    /// Most items of a rate field that are read.
    static let maxRateItems = 16
    /// From here on a number of seconds is a moment and no wait.
    static let leastUnixTime = 1_000_000_000
    /// Largest number in a rate field that is told from larger ones.
    static let maxRateNumber = 1 << 52
    /// Longest `Retry-After` that is believed.
    static let maxRetryAfter: Duration = .seconds(24 * 3_600)
    /// Most bytes of a token endpoint's answer.
    static let maxTokenAnswerBytes = 64 << 10
    /// Most bytes of an access token.
    static let maxTokenBytes = 16 << 10
    /// Longest life of an access token that is believed.
    static let maxTokenLifetime: Duration = .seconds(24 * 3_600)
    /// Longest time span that is handed to libcurl, which counts in milliseconds.
    static let maxTimeoutMilliseconds = 24 * 3_600_000
}
