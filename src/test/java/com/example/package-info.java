/** What others may write against this product. */
package com.example;
