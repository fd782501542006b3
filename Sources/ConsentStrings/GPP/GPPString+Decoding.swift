extension GPPString {
    /// Decodes a GPP string and tells what was tolerated, is suspicious or could not be read.
    ///
    /// - Throws: ``ConsentStringError`` if the header cannot be read or none of the sections can.
    public static func decode(utf8 text: Span<UInt8>) throws(ConsentStringError) -> Decoded<GPPString> {
        var decoder = GPPStringDecoder()
        return try decoder.decode(text)
    }
}
