package verge.autodiff;

/** Operations without operands. */
final class Leaves {

    static final Op CONSTANT = new Leaf("constant");
    static final Op VARIABLE = new Leaf("variable");
    static final Op PARAMETER = new Leaf("parameter");

    private Leaves() {}

    private static final class Leaf extends Op {

        Leaf(String name) {
            super(name);
        }

        @Override
        void backward(Tensor y) {}
    }
}
