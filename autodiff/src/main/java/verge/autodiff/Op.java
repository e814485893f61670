package verge.autodiff;

import verge.autodiff.kernel.Kernels;

/**
 * One operation of the tape. Its forward function is the static method beside the constant that
 * holds it, so that the formula and its derivative are read together.
 */
abstract class Op {

    static final Kernels K = Kernels.active();

    private final String name;
    private final boolean opensGradients;

    Op(String name) {
        this(name, false);
    }

    /**
     * An operation whose backward opens the gradients of its operands by itself, with
     * {@link Tensor#firstToWrite} or {@link Tensor#openGradient}; for the others the tape does.
     */
    Op(String name, boolean opensGradients) {
        this.name = name;
        this.opensGradients = opensGradients;
    }

    final String name() {
        return name;
    }

    final void run(Tensor y) {
        if (!opensGradients) {
            open(y.a);
            open(y.b);
            open(y.c);
        }
        backward(y);
    }

    /** Opens the gradient of x, if x is there and has one. */
    static void open(Tensor x) {
        if (x != null && x.gradient != null) {
            x.openGradient();
        }
    }

    /** dx += d, element by element; where nothing has been written to dx, as 0 + d, which is never -0. */
    static void addTo(Tensor x, float[] d, int from) {
        int n = x.size();
        if (x.firstToWrite()) {
            K.affine(1f, 0f, d, from, x.gradient, x.gradientOffset, n);
        } else {
            K.add(d, from, x.gradient, x.gradientOffset, x.gradient, x.gradientOffset, n);
        }
    }

    /** Returns how many operands beside a, b and c the tape keeps for y, from its first part on. */
    int operandParts(Tensor y) {
        return 0;
    }

    /** Returns whether y depends on an element of a, as what a mask keeps out does not. */
    boolean reads(Tensor y, int element) {
        return true;
    }

    /** Adds to the operands' gradients what follows from y's; operands without one are skipped. */
    abstract void backward(Tensor y);
}
