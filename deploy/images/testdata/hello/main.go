// Hello is the smallest program an image can hold.
package main

func main() { println("xin chào") }
