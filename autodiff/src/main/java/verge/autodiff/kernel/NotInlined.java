package verge.autodiff.kernel;

/**
 * What classes with vector operations extend, and nothing is an instance of.
 *
 * <p>Vectors must never be boxed. HotSpot stops inlining within a method once it has made 18,000
 * nodes of it (NodeCountInliningCutoff), and a loop in which that happens boxes its vectors for
 * good. A few hundred vector operations are enough, and which methods are inlined into which
 * differs from one process to the next. But it inlines no method of a {@link Throwable} into
 * methods of other classes, unless they call it directly and are compiled for themselves: so loops
 * over vectors are compiled a few at a time, however large the program around them.
 */
@SuppressWarnings("serial")
abstract class NotInlined extends Throwable {

    NotInlined() {}
}
