package verge.lab;

/** Tells a waiting person how far a computation is. Has no influence on it. */
public interface Progress extends AutoCloseable {
    /** Says nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void begin(String phase, long total) {
            // nobody watches
        }

        @Override
        public void advance(String note) {
            // nobody watches
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /**
     * Begins a phase, ending the one before.
     *
     * @param phase what is done now, a few words
     * @param total how many steps it has
     */
    void begin(String phase, long total);

    /**
     * One step of the phase is done.
     *
     * @param note a figure worth seeing, or an empty text
     */
    void advance(String note);

    /** Ends the last phase. */
    @Override
    void close();
}
