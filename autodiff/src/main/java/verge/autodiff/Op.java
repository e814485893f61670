package verge.autodiff;

import verge.autodiff.kernel.Kernels;

/**
 * One operation of the tape. Its forward function is the static method beside the constant that
 * holds it, so that the formula and its derivative are read together.
 */
abstract class Op {

    static final Kernels K = Kernels.active();

    private final String name;

    Op(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** Adds to the operands' gradients what follows from y's; operands without one are skipped. */
    abstract void backward(Tensor y);
}
