#include "CArrow.h"

// Other libraries were compiled with these sizes: a field too many or too few must not build.
_Static_assert(sizeof(struct ArrowSchema) == 16 + 7 * sizeof(void *), "ArrowSchema");
_Static_assert(sizeof(struct ArrowArray) == 40 + 5 * sizeof(void *), "ArrowArray");
_Static_assert(sizeof(struct ArrowArrayStream) == 5 * sizeof(void *), "ArrowArrayStream");
