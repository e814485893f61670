package verge.lab.selftest;

/** Says why a golden case is about nothing that Verge has. */
final class NotApplicable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotApplicable(String reason) {
        super(reason, null, false, false);
    }
}
