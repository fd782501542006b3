/// Bounds on what the decoders accept, applied before anything is allocated.
public enum ConsentStringLimits {
    /// Longest consent string, in bytes. The longest one that makes sense (four vendor sets of 4,095 ranges and
    /// restrictions) has about 100,000 characters; what browsers store is below 5,000.
    public static let maxTextBytes = 262_144
    /// Most segments of one TC string. Four are defined.
    public static let maxSegments = 32
    /// Most sections that the header of a GPP string may list. 27 are defined; a group of a few bits can name 65,535.
    public static let maxSections = 4_095
    /// Largest id that a Fibonacci code may lead to.
    static let maxFibonacciID = 65_535
    /// Longest decoded form that is read back, in bytes. Printing ranges takes up to twelve bytes for each.
    static let maxFormBytes = 4 * 1024 * 1024
    /// Largest vendor list or CMP list, in bytes; the vendor list of 2026 has about 2 MB.
    public static let maxListBytes = 32 * 1024 * 1024
    /// Largest dump of an application's stored keys, in bytes.
    public static let maxKeyDumpBytes = 4 * 1024 * 1024
    /// Longest bit string of a dump: one character for every id that there can be.
    static let maxBitStringCharacters = 65_535
    /// Widest field that an explanation shows bit by bit; an entry of a list of ranges has 33 bits, a time 36.
    public static let maxShownBits = 40
    /// Most warnings told of one string; the rest is left out.
    public static let maxWarnings = 16
}
