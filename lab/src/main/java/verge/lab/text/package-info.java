/** Numbers, JSON, tables and files as text: the same bytes on every JDK and in every locale. */
package verge.lab.text;
